import { createSignal, For, onMount, Show } from "solid-js";
import { type TimeLook, tellTimes, timeLook, timeLooks } from "../../state/time-looks.ts";

const words: Readonly<Record<TimeLook, string>> = {
	ago: "times: how long ago",
	local: "when, here",
	UTC: "when, in UTC",
};

/** What only a browser knows: it is there once scripts run. */
export function TimeSwitch() {
	const [isHere, setHere] = createSignal(false);
	onMount(() => setHere(true));
	return (
		<Show when={isHere()}>
			<label class="field">
				<span class="visually-hidden">Times</span>
				<select class="input" value={timeLook()} onChange={(event) => tellTimes(event.currentTarget.value as TimeLook)}>
					<For each={timeLooks}>{(each) => <option value={each}>{words[each]}</option>}</For>
				</select>
			</label>
		</Show>
	);
}
