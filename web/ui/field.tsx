import { createUniqueId, type JSX, Show } from "solid-js";

/** What a control has to be given to be its field's. */
export interface Control {
	readonly id: string;
	readonly name: string;
	readonly "aria-invalid": true | undefined;
	readonly "aria-describedby": string | undefined;
}

/** One labelled member of a form, with what is wrong with it below it. */
export function Field(props: {
	name: string;
	label: string;
	hint?: JSX.Element;
	fault?: string | undefined;
	children: (control: Control) => JSX.Element;
}) {
	const id = createUniqueId();
	const told = () =>
		[props.hint === undefined ? "" : `${id}-hint`, props.fault === undefined ? "" : `${id}-fault`].filter(Boolean);
	const control: Control = {
		id,
		get name() {
			return props.name;
		},
		get "aria-invalid"() {
			return props.fault === undefined ? undefined : true;
		},
		get "aria-describedby"() {
			return told().length === 0 ? undefined : told().join(" ");
		},
	};
	return (
		<div class="field">
			<label for={id}>{props.label}</label>
			{props.children(control)}
			<Show when={props.fault}>
				<span class="fault" id={`${id}-fault`}>
					{props.fault}
				</span>
			</Show>
			<Show when={props.hint}>
				<span class="hint" id={`${id}-hint`}>
					{props.hint}
				</span>
			</Show>
		</div>
	);
}
