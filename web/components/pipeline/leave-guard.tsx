import { type BeforeLeaveEventArgs, useBeforeLeave } from "@solidjs/router";
import { createSignal, onCleanup, onMount } from "solid-js";
import { Confirm } from "../../ui/confirm.tsx";

/** Nobody leaves what is not saved without a word; but on the way to a login it is kept, and nothing stands in it. */
export function LeaveGuard(props: { dirty: boolean; kept: boolean; onLeave: () => void }) {
	const [leaving, setLeaving] = createSignal<BeforeLeaveEventArgs>();
	useBeforeLeave((event) => {
		if (!props.dirty || event.defaultPrevented) return;
		event.preventDefault();
		setLeaving(event);
	});
	let toLogin = false;
	// Told before the browser asks; one that does not know it asks, too.
	const navigating = ({ destination }: NavigateEvent) => {
		toLogin = new URL(destination.url).pathname === "/login";
	};
	const closing = (event: BeforeUnloadEvent) => {
		if (props.dirty && !(toLogin && props.kept)) event.preventDefault();
	};
	onMount(() => {
		const navigation = (window as Partial<Pick<Window, "navigation">>).navigation;
		navigation?.addEventListener("navigate", navigating);
		addEventListener("beforeunload", closing);
		onCleanup(() => {
			navigation?.removeEventListener("navigate", navigating);
			removeEventListener("beforeunload", closing);
		});
	});
	return (
		<Confirm
			open={leaving() !== undefined}
			title="Leave without saving?"
			yes="Leave"
			no="Stay"
			danger
			onNo={() => setLeaving(undefined)}
			onYes={() => {
				const event = leaving();
				setLeaving(undefined);
				props.onLeave();
				event?.retry(true);
			}}
		>
			The pipeline has changes that are not saved.
		</Confirm>
	);
}
