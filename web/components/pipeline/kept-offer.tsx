import { Show } from "solid-js";
import type { KeptDraft } from "../../lib/kept-draft.ts";
import { TimeAgo } from "../../ui/time.tsx";

/** The text of an earlier page that was never saved. */
export function KeptOffer(props: {
	kept: KeptDraft | undefined;
	onGoOn: (kept: KeptDraft) => void;
	onDrop: () => void;
}) {
	return (
		<Show when={props.kept}>
			{(its) => (
				<section class="note kept-offer" data-tone="warn" aria-label="An unsaved text">
					<p>
						Your unsaved text was kept: you changed it last <TimeAgo at={new Date(its().at).toISOString()} />.
					</p>
					<div class="actions">
						<button class="button" type="button" onClick={() => props.onDrop()}>
							Discard it
						</button>
						<button class="button primary" type="button" onClick={() => props.onGoOn(its())}>
							Go on with it
						</button>
					</div>
				</section>
			)}
		</Show>
	);
}
