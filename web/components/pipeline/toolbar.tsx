import { createSignal, For, Show } from "solid-js";
import { say } from "../../state/toasts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import type { Draft, Format } from "./draft.ts";

const formats: readonly Format[] = ["yaml", "huml"];

/** Which language, what is stored, and what can be done with the text. */
export function Toolbar(props: { draft: Draft }) {
	return (
		<div class="pipeline-bar">
			<FormatSwitch draft={props.draft} />
			<p class="pipeline-state">
				<Show when={props.draft.dirty()} fallback={<StoredWords draft={props.draft} />}>
					<span class="badge" data-tone="warn">
						<span aria-hidden="true">●</span> not saved
					</span>
					<span id="pipeline-why" class="dim">
						{props.draft.whyNot()}
					</span>
				</Show>
			</p>
			<div class="actions">
				<Show when={props.draft.dirty()}>
					<button class="button" type="button" disabled={props.draft.busy()} onClick={() => props.draft.discard()}>
						Discard
					</button>
				</Show>
				<button class="button" type="button" onClick={() => validate(props.draft)}>
					Validate
				</button>
				<button
					class="button primary"
					type="button"
					disabled={props.draft.whyNot() !== "" || props.draft.busy()}
					title={props.draft.whyNot() || "Ctrl-S or ⌘-S"}
					aria-describedby="pipeline-why"
					onClick={() => void props.draft.save()}
				>
					{props.draft.saving() ? "Saving …" : "Save"}
				</button>
			</div>
		</div>
	);
}

/** The text is checked while it is typed: whoever asks is led to the first problem, or told that there is none. */
function validate(draft: Draft): void {
	const checked = draft.checked();
	const [first] = checked.kind === "said" ? [...checked.validation.errors, ...checked.validation.warnings] : [];
	if (first) draft.editor()?.goTo(first.line, first.column);
	else if (checked.kind === "said") say("It can be used.");
	else say(checked.kind === "silent" ? checked.why : "It is being checked.");
}

/** How to work with the editor by keys, and the way back to the repository's own file. */
export function Footer(props: { draft: Draft }) {
	const [resetting, setResetting] = createSignal(false);
	return (
		<div class="pipeline-foot">
			<p id="pipeline-keys" class="dim">
				Ctrl-Space completes, Ctrl-F finds. Esc, then Tab, leaves.
			</p>
			<Show when={props.draft.stored()}>
				<button class="button small" type="button" disabled={props.draft.busy()} onClick={() => setResetting(true)}>
					Reset to the repository's file
				</button>
			</Show>
			<Confirm
				open={resetting()}
				title="Back to the repository's file?"
				yes="Reset"
				danger
				onNo={() => setResetting(false)}
				onYes={() => {
					setResetting(false);
					void props.draft.reset();
				}}
			>
				From then on builds use the file that is in the repository. What is stored here stays in the history and can be
				restored{props.draft.dirty() ? "; what you have not saved is lost" : ""}.
			</Confirm>
		</div>
	);
}

function StoredWords(props: { draft: Draft }) {
	return (
		<span id="pipeline-why" class="dim">
			<Show when={props.draft.stored()} fallback="Nothing is stored yet.">
				{(its) => (
					<>
						Saved <TimeAgo at={its().created_at} /> by {its().saved_by}
					</>
				)}
			</Show>
		</span>
	);
}

function FormatSwitch(props: { draft: Draft }) {
	return (
		<fieldset class="segments">
			<legend class="visually-hidden">Language of the pipeline</legend>
			<For each={formats}>
				{(format) => (
					<button
						type="button"
						aria-pressed={props.draft.format() === format}
						disabled={!props.draft.editor() || props.draft.busy()}
						onClick={() => props.draft.format() !== format && void props.draft.convert(format)}
					>
						{format.toUpperCase()}
					</button>
				)}
			</For>
		</fieldset>
	);
}
