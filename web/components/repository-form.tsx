import { type JSX, Show } from "solid-js";

/** One labelled member of a form, with what the server says is wrong with it. */
export function Field(props: { label: string; hint?: JSX.Element; children: JSX.Element }) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children.
		<label class="field">
			<span>{props.label}</span>
			{props.children}
			<Show when={props.hint}>
				<span class="hint">{props.hint}</span>
			</Show>
		</label>
	);
}
