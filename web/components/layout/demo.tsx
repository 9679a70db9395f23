import { Show } from "solid-js";
import { useHealth } from "../../state/health.ts";

/** Beside the name, where a phone has it in sight, too. */
export function Demo() {
	const its = useHealth();
	return (
		<Show when={its()?.demo_mode}>
			<strong class="badge" data-tone="warn" title="Everything here is simulated, and nothing is kept.">
				Demo: nothing is real
			</strong>
		</Show>
	);
}
