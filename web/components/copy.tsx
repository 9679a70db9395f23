import { createSignal } from "solid-js";
import { say } from "../state/toasts.ts";

const shownMs = 1_500;

/** A text to take along, the whole of it. */
export function Copy(props: { text: string; label?: string }) {
	const [done, setDone] = createSignal(false);
	let text!: HTMLElement;
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(props.text);
			setDone(true);
			setTimeout(() => setDone(false), shownMs);
		} catch {
			// A page that did not come over HTTPS has no clipboard.
			getSelection()?.selectAllChildren(text);
			say("This page may not copy. The text is selected: copy it by the keyboard.");
		}
	};
	return (
		<div class="copy">
			<code ref={text}>{props.text}</code>
			<button class="button small" type="button" aria-label={props.label} onClick={() => void copy()}>
				{done() ? "Copied" : "Copy"}
			</button>
		</div>
	);
}
