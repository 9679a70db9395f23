import { type JSX, lazy, Show, Suspense } from "solid-js";

const Dialog = lazy(async () => ({ default: (await import("./dialog.tsx")).Dialog }));

/** A question before something that cannot be taken back by a key. */
export function Confirm(props: {
	open: boolean;
	title: string;
	yes: string;
	no?: string;
	danger?: boolean;
	onYes: () => void;
	onNo: () => void;
	children: JSX.Element;
}) {
	return (
		<Show when={props.open}>
			<Suspense>
				<Dialog open={props.open} onOpenChange={(open) => !open && props.onNo()} title={props.title}>
					<p>{props.children}</p>
					<div class="actions">
						<button class="button" type="button" onClick={() => props.onNo()}>
							{props.no ?? "Cancel"}
						</button>
						<button
							class="button"
							classList={{ danger: props.danger ?? false, primary: !props.danger }}
							type="button"
							onClick={() => props.onYes()}
						>
							{props.yes}
						</button>
					</div>
				</Dialog>
			</Suspense>
		</Show>
	);
}
