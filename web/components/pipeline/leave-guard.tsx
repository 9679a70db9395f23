import { type BeforeLeaveEventArgs, useBeforeLeave } from "@solidjs/router";
import { createSignal, onCleanup, onMount } from "solid-js";
import { Confirm } from "./confirm.tsx";

/** Nobody leaves what is not saved without a word. */
export function LeaveGuard(props: { dirty: boolean }) {
	const [leaving, setLeaving] = createSignal<BeforeLeaveEventArgs>();
	useBeforeLeave((event) => {
		if (!props.dirty || event.defaultPrevented) return;
		event.preventDefault();
		setLeaving(event);
	});
	const closing = (event: BeforeUnloadEvent) => {
		if (props.dirty) event.preventDefault();
	};
	onMount(() => {
		addEventListener("beforeunload", closing);
		onCleanup(() => removeEventListener("beforeunload", closing));
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
				event?.retry(true);
			}}
		>
			The pipeline has changes that are not saved.
		</Confirm>
	);
}
