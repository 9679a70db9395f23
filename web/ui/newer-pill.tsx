import { Show } from "solid-js";

/** Rows that wait above a list. */
export function NewerPill(props: { count: number; onShow: () => void }) {
	return (
		<div aria-live="polite">
			<Show when={props.count > 0}>
				<button class="newer" type="button" onClick={() => props.onShow()}>
					↑ {props.count} new
				</button>
			</Show>
		</div>
	);
}
