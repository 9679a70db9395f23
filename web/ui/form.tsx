import { type Accessor, createSignal, type JSX, onMount, Show } from "solid-js";
import { type Faults, noFaults } from "../lib/faults.ts";

/**
 * A form that a script sends. Until it runs nothing can be typed or sent: the browser would put what was typed, a
 * secret too, into the address. What is wrong is said at every field at once, and nothing is sent twice.
 */
export function Form(props: {
	class?: string;
	/** What sends it, and what that says while it does. */
	submit: string;
	submitting: string;
	/** Beside it: what leads away, or more to do. */
	beside?: JSX.Element;
	/** What to do without scripts; a text, because a browser with scripts sees nothing of it. */
	without: string;
	onInput?: (form: HTMLFormElement) => void;
	/** Answers what is wrong; nothing where it went well. */
	onSend: (form: HTMLFormElement) => Promise<Faults | undefined>;
	children: (faults: Accessor<Faults>) => JSX.Element;
}) {
	const [ready, setReady] = createSignal(false);
	const [busy, setBusy] = createSignal(false);
	const [faults, setFaults] = createSignal(noFaults);
	onMount(() => setReady(true));
	const send = async (form: HTMLFormElement) => {
		if (busy()) return;
		setBusy(true);
		const missing = notFilledIn(form);
		setFaults(
			(Object.keys(missing).length > 0 ? { fields: missing, rest: undefined } : await props.onSend(form)) ?? noFaults,
		);
		setBusy(false);
		form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
	};
	return (
		<form
			class={`form ${props.class ?? ""}`}
			method="post"
			novalidate
			onInput={(event) => props.onInput?.(event.currentTarget)}
			onSubmit={(event) => {
				event.preventDefault();
				void send(event.currentTarget);
			}}
		>
			<noscript>
				<p class="note" data-tone="warn">
					This form needs JavaScript. {props.without}
				</p>
			</noscript>
			<fieldset disabled={!ready()}>
				{props.children(faults)}
				<Show when={faults().rest}>
					<p class="note" data-tone="bad" role="alert">
						{faults().rest}
					</p>
				</Show>
				<div class="actions">
					{props.beside}
					<button class="button primary" type="submit" aria-disabled={busy()}>
						{busy() ? props.submitting : props.submit}
					</button>
				</div>
			</fieldset>
		</form>
	);
}

/** Members of a form that were filled in. */
export function filledIn(form: HTMLFormElement): Record<string, string> {
	return Object.fromEntries(
		[...new FormData(form)].flatMap(([name, value]) =>
			typeof value === "string" && value.trim() !== "" ? [[name, value.trim()]] : [],
		),
	);
}

/** Names of all fields, which what the server says is told apart by. */
export function namesOf(form: HTMLFormElement): string[] {
	return [...new FormData(form).keys()];
}

function notFilledIn(form: HTMLFormElement): Record<string, string> {
	const filled = filledIn(form);
	const needed = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[required]")];
	return Object.fromEntries(
		needed.filter(({ name }) => filled[name] === undefined).map(({ name }) => [name, "This has to be filled in."]),
	);
}
