import { A, useNavigate } from "@solidjs/router";
import { createUniqueId, For, type JSX, Show } from "solid-js";
import { filledIn } from "./form.tsx";

/**
 * What a list is narrowed by: a plain form of the address, so that it works without a script and every filter is in the
 * URL. Folded on a phone until one is set.
 */
export function Filters(props: {
	/** The list's own path. */
	action: string;
	/** Whether the list is narrowed now. */
	active: boolean;
	children: JSX.Element;
}) {
	const navigate = useNavigate();
	return (
		<details class="filter-panel" open={props.active}>
			<summary>Filters</summary>
			<form
				class="filters"
				method="get"
				action={props.action}
				onSubmit={(event) => {
					event.preventDefault();
					// The browser would put every field into the address, those without a word, too.
					const query = new URLSearchParams(filledIn(event.currentTarget)).toString();
					navigate(query === "" ? props.action : `${props.action}?${query}`);
				}}
			>
				{props.children}
				<button class="button" type="submit">
					Show
				</button>
				<Show when={props.active}>
					<A class="button quiet" href={props.action}>
						Clear
					</A>
				</Show>
			</form>
		</details>
	);
}

/** One of some words; the first, which leaves the list as it is, has none. */
export function Choice(props: {
	name: string;
	label: string;
	value: string | undefined;
	options: readonly (readonly [value: string, word: string])[];
	/** What it is called where none is chosen. */
	none?: string;
}) {
	return (
		<label class="field">
			<span>{props.label}</span>
			<select class="input" name={props.name}>
				<option value="">{props.none ?? "any"}</option>
				<For each={props.options}>
					{([value, word]) => (
						<option value={value} selected={value === props.value}>
							{word}
						</option>
					)}
				</For>
			</select>
		</label>
	);
}

/** Anything that is typed, or one of the words that are offered. */
export function Text(props: {
	name: string;
	label: string;
	value: string | undefined;
	type?: "text" | "search" | "date";
	placeholder?: string;
	words?: readonly string[];
}) {
	const list = createUniqueId();
	return (
		<label class="field">
			<span>{props.label}</span>
			<input
				class="input"
				type={props.type ?? "text"}
				name={props.name}
				value={props.value ?? ""}
				placeholder={props.placeholder}
				list={props.words && list}
			/>
			<Show when={props.words}>
				<datalist id={list}>
					<For each={props.words}>{(word) => <option value={word} />}</For>
				</datalist>
			</Show>
		</label>
	);
}

/** Words as options, said without their underscores. */
export function wordOptions(words: readonly string[]): (readonly [string, string])[] {
	return words.map((word) => [word, word.replaceAll("_", " ")] as const);
}
