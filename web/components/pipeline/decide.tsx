import { type JSX, lazy, Suspense } from "solid-js";
import { DiffView } from "./diff-view.tsx";

const Dialog = lazy(async () => ({ default: (await import("../../ui/dialog.tsx")).Dialog }));

/** A question about two texts, with what differs between them. */
export function Decide(props: {
	title: string;
	words: JSX.Element;
	/** Absent where there is nothing to compare. */
	diff: { readonly before: string; readonly after: string; readonly label: string } | undefined;
	onNo: () => void;
	children: JSX.Element;
}) {
	return (
		<Suspense>
			<Dialog open onOpenChange={(open) => !open && props.onNo()} title={props.title}>
				<div class="decide">
					<p>{props.words}</p>
					{props.diff && (
						<div class="decide-diff">
							<DiffView {...props.diff} />
						</div>
					)}
					<div class="actions">
						<button class="button" type="button" onClick={() => props.onNo()}>
							Cancel
						</button>
						{props.children}
					</div>
				</div>
			</Dialog>
		</Suspense>
	);
}
