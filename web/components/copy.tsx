import { createSignal } from "solid-js";

const shownMs = 1_500;

/** A text to take along. */
export function Copy(props: { text: string }) {
	const [done, setDone] = createSignal(false);
	const copy = async () => {
		await navigator.clipboard.writeText(props.text);
		setDone(true);
		setTimeout(() => setDone(false), shownMs);
	};
	return (
		<div class="copy">
			<code>{props.text}</code>
			<button class="button small" type="button" onClick={() => void copy()}>
				{done() ? "Copied" : "Copy"}
			</button>
		</div>
	);
}
