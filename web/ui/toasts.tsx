import { For } from "solid-js";
import { toasts } from "../state/toasts.ts";

export function Toasts() {
	return (
		<div class="toasts" role="status" aria-live="polite">
			<For each={toasts()}>
				{(toast) => (
					<p class="note" data-tone={toast.tone}>
						{toast.text}
					</p>
				)}
			</For>
		</div>
	);
}
