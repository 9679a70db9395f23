import { revalidate } from "@solidjs/router";
import { batch, createSignal } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type {
	Conversion,
	PipelineToStore,
	PipelineVersion,
	StoredPipeline,
	Validation,
} from "#http/contract/pipelines.ts";
import { type Answer, get, send } from "../../lib/api.ts";
import { pipeline, pipelineHistory } from "../../lib/data.ts";
import { count } from "../../lib/words.ts";
import { say } from "../../state/toasts.ts";
import type { Editor } from "./code-editor.ts";

export type Format = StoredPipeline["config_format"];

/** What the server said of the text: of this one, or of the one before while it is asked. */
export type Checked =
	| { readonly kind: "asking" }
	| { readonly kind: "said"; readonly of: string; readonly validation: Validation }
	| { readonly kind: "silent"; readonly why: string };

export type Draft = ReturnType<typeof makeDraft>;

/** A pipeline that is being written, beside the one that is stored. */
export function makeDraft(repository: string, first: StoredPipeline | undefined) {
	const [stored, setStored] = createSignal(first);
	const [text, setText] = createSignal(first?.config_content ?? "");
	const [format, setFormat] = createSignal<Format>(first?.config_format ?? "yaml");
	const [checked, setChecked] = createSignal<Checked>({ kind: "asking" });
	const [busy, setBusy] = createSignal(false);
	const [editor, setEditor] = createSignal<Editor>();
	const name = () => stored()?.name ?? "oore";
	const dirty = () => {
		const its = stored();
		return its ? text() !== its.config_content || format() !== its.config_format : text().trim() !== "";
	};
	const whyNot = () => reasonAgainst(checked(), text(), dirty());

	const show = (content: string, as: Format) =>
		batch(() => {
			setFormat(as);
			setText(content);
		});
	const adopt = (its: StoredPipeline | undefined) => {
		batch(() => {
			setStored(its);
			show(its?.config_content ?? "", its?.config_format ?? format());
		});
		void revalidate([pipeline.keyFor(repository), pipelineHistory.key]);
	};
	/** One change at a time; what the server refuses it says. */
	const change = async <T>(ask: () => Promise<Answer<T>>, then: (data: T) => void) => {
		if (busy()) return;
		setBusy(true);
		const answer = await ask();
		setBusy(false);
		if (answer.ok) then(answer.data);
		else say(answer.detail, "bad");
	};

	return {
		stored,
		text,
		format,
		checked,
		busy,
		dirty,
		whyNot,
		editor,
		show,
		attach: setEditor,
		type: (content: string, as: Format) => void show(content, as),
		judged: () => ({ config_content: text(), config_format: format() }),
		check: async (content: string): Promise<Validation | undefined> => {
			const body = { config_content: content, config_format: format(), file: `${name()}.${format()}` };
			const answer = await send<Validation>("POST", paths.pipelineValidate(), body);
			// Somebody typed on: what was said is of a text that is gone.
			if (content === text())
				setChecked(
					answer.ok ? { kind: "said", of: content, validation: answer.data } : { kind: "silent", why: answer.detail },
				);
			return answer.ok ? answer.data : undefined;
		},
		/** The newest entry of the history, where somebody else made it since this text was loaded. */
		theirs: async (): Promise<PipelineVersion | undefined> => {
			const newest = await get<PipelineVersion[]>(paths.pipelineHistory(repository, { limit: 1 }));
			const version = newest.ok ? newest.data[0] : undefined;
			return (version?.is_active ? version.id : undefined) === stored()?.id ? undefined : version;
		},
		save: () =>
			change<StoredPipeline>(
				() => {
					const body: PipelineToStore = { config_content: text(), config_format: format(), name: name() };
					return send("PUT", paths.pipeline(repository), body);
				},
				(its) => {
					const typedOn = text() !== its.config_content;
					const kept = text();
					adopt(its);
					if (typedOn) show(kept, format());
					say("Saved. Builds use it from now on.");
				},
			),
		reset: () =>
			change(
				() => send("DELETE", paths.pipeline(repository)),
				() => {
					adopt(undefined);
					say("The repository's own file holds again.");
				},
			),
		restore: (version: PipelineVersion) =>
			change<StoredPipeline>(
				() => send("POST", paths.pipelineRestore(repository, version.id)),
				(its) => {
					adopt(its);
					say("Restored. Builds use it from now on.");
				},
			),
		convert: (to: Format) =>
			text().trim() === ""
				? Promise.resolve(show(text(), to))
				: change<Conversion>(
						() => send("POST", paths.pipelineConvert(), { config_content: text(), from: format(), to }),
						(its) => show(its.config_content, its.config_format),
					),
		discard: () => show(stored()?.config_content ?? "", stored()?.config_format ?? format()),
		adopt,
	};
}

/** Why the text cannot be saved now; empty when it can. */
function reasonAgainst(checked: Checked, text: string, dirty: boolean): string {
	if (!dirty) return "Nothing has changed.";
	if (checked.kind !== "said" || checked.of !== text || checked.validation.valid) return "";
	return `${count(checked.validation.errors.length, "error")} to mend first.`;
}
