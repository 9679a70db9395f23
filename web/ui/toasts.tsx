import { For, Show } from "solid-js";
import { putAway, toasts } from "../state/toasts.ts";

export function Toasts() {
	return (
		<div class="toasts" role="status" aria-live="polite">
			<For each={toasts()}>
				{(toast) => (
					<div class="note toast" data-tone={toast.tone}>
						<span class="grow">{toast.text}</span>
						<Show when={toast.again}>
							{(again) => (
								<>
									<button
										class="button small"
										type="button"
										onClick={() => {
											putAway(toast.id);
											again()();
										}}
									>
										Try again
									</button>
									<button
										class="button small quiet"
										type="button"
										aria-label="Put away"
										onClick={() => putAway(toast.id)}
									>
										✕
									</button>
								</>
							)}
						</Show>
					</div>
				)}
			</For>
		</div>
	);
}
