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
import { precondition } from "#http/contract/precondition.ts";
import { type Answer, get, send } from "../../lib/api.ts";
import { pipeline, pipelineHistory } from "../../lib/data.ts";
import type { KeptDraft } from "../../lib/kept-draft.ts";
import { say } from "../../state/toasts.ts";
import { type Checked, reasonAgainst } from "./checked.ts";
import type { Editor } from "./code-editor.ts";

export type Format = StoredPipeline["config_format"];

/** What stands in the way until somebody decides. */
export type Question =
	/** Somebody else stored this since, or removed what was stored. */
	| { readonly kind: "conflict"; readonly theirs: StoredPipeline | undefined }
	| { readonly kind: "conversion"; readonly to: Conversion };

export type Draft = ReturnType<typeof makeDraft>;

/** A pipeline that is being written, beside the one that is stored. */
export function makeDraft(repository: string, first: StoredPipeline | undefined) {
	const [stored, setStored] = createSignal(first);
	/** Id of the version that the text goes on from; null where none is stored. */
	const [from, setFrom] = createSignal<string | null>(first?.id ?? null);
	const [name, setName] = createSignal(first?.name ?? "oore");
	const [text, setText] = createSignal(first?.config_content ?? "");
	const [format, setFormat] = createSignal<Format>(first?.config_format ?? "yaml");
	const [begun, setBegun] = createSignal(first !== undefined);
	const [checked, setChecked] = createSignal<Checked>({ kind: "asking" });
	const [awaiting, setAwaiting] = createSignal<"save" | "text">();
	const [question, setQuestion] = createSignal<Question>();
	const [editor, attach] = createSignal<Editor>();
	const dirty = () => {
		const its = stored();
		return its ? text() !== its.config_content || format() !== its.config_format : text().trim() !== "";
	};
	const whyNot = () => reasonAgainst(checked(), text(), dirty());
	const busy = () => awaiting() !== undefined || question() !== undefined;

	const type = (content: string, as: Format) =>
		batch(() => {
			setFormat(as);
			setText(content);
		});
	/** The editor has the text, where there is one; what it has is told by `type`. */
	const show = (content: string, as: Format) => (editor()?.show ?? type)(content, as);
	const keepStored = (its: StoredPipeline | undefined) => {
		setStored(its);
		setFrom(its?.id ?? null);
		setName(its?.name ?? "oore");
	};
	const refresh = () => void revalidate([pipeline.keyFor(repository), pipelineHistory.key]);
	const adopt = (its: StoredPipeline | undefined) => {
		batch(() => {
			keepStored(its);
			show(its?.config_content ?? "", its?.config_format ?? format());
			setBegun(its !== undefined);
		});
		refresh();
	};
	/** One change at a time; what the server refuses it says. While a text is awaited nobody types over it. */
	const awaited = async <T>(what: "save" | "text", ask: () => Promise<Answer<T>>, then: (data: T) => void) => {
		if (busy()) return;
		setAwaiting(what);
		const answer = await ask();
		batch(() => {
			setAwaiting(undefined);
			if (answer.ok) then(answer.data);
		});
		if (!answer.ok) say(answer.detail, "bad");
	};
	const save = async () => {
		if (busy() || whyNot() !== "") return;
		setAwaiting("save");
		const body: PipelineToStore = { config_content: text(), config_format: format(), name: name() };
		const answer = await send<StoredPipeline>("PUT", paths.pipeline(repository), body, precondition(from()));
		const conflict = !answer.ok && answer.status === 412 ? await lookAtTheirs(repository) : undefined;
		batch(() => {
			setAwaiting(undefined);
			// Whoever typed on meanwhile goes on: only what is stored is another.
			if (answer.ok) keepStored(answer.data);
			else setQuestion(conflict);
		});
		if (answer.ok) {
			refresh();
			say("Saved. Builds use it from now on.");
		} else if (!conflict) say(answer.detail, "bad");
	};

	return {
		stored,
		from,
		name,
		text,
		format,
		begun,
		checked,
		busy,
		saving: () => awaiting() === "save",
		/** Nobody may type: another text is on its way, or may be. */
		locked: () => awaiting() === "text" || question() !== undefined,
		question,
		dirty,
		whyNot,
		editor,
		attach,
		type,
		show,
		save,
		begin: (content: string, as: Format = "yaml", file = "oore.yaml") =>
			batch(() => {
				setName(file.includes("codemagic") ? "codemagic" : "oore");
				show(content, as);
				setBegun(true);
			}),
		goOn: (kept: KeptDraft) =>
			batch(() => {
				setFrom(kept.from);
				setName(kept.name);
				show(kept.text, kept.format);
				setBegun(true);
			}),
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
		reset: () =>
			awaited(
				"text",
				() => send("DELETE", paths.pipeline(repository)),
				() => {
					adopt(undefined);
					say("The repository's own file holds again.");
				},
			),
		restore: (version: PipelineVersion) =>
			awaited<StoredPipeline>(
				"text",
				() => send("POST", paths.pipelineRestore(repository, version.id)),
				(its) => {
					adopt(its);
					say("Restored. Builds use it from now on.");
				},
			),
		/** Ask for the text in another language; it is shown when somebody has seen what would become of it. */
		convert: (to: Format) =>
			text().trim() === ""
				? Promise.resolve(show(text(), to))
				: awaited<Conversion>(
						"text",
						() => send("POST", paths.pipelineConvert(), { config_content: text(), from: format(), to }),
						(its) => setQuestion({ kind: "conversion", to: its }),
					),
		/** Leave all as it is. */
		dismiss: () => setQuestion(undefined),
		acceptConversion: ({ config_content: content, config_format: as }: Conversion) =>
			batch(() => {
				setQuestion(undefined);
				show(content, as);
			}),
		/** Only over what was looked at: if that is another by now, it is asked again. */
		overwrite: (theirs: StoredPipeline | undefined) => {
			batch(() => {
				setQuestion(undefined);
				setFrom(theirs?.id ?? null);
			});
			return save();
		},
		takeTheirs: (theirs: StoredPipeline | undefined) =>
			batch(() => {
				setQuestion(undefined);
				adopt(theirs);
			}),
		discard: () =>
			batch(() => {
				const its = stored();
				setFrom(its?.id ?? null);
				setName(its?.name ?? "oore");
				show(its?.config_content ?? "", its?.config_format ?? format());
				setBegun(its !== undefined);
			}),
	};
}

async function lookAtTheirs(repository: string): Promise<Question | undefined> {
	const theirs = await get<StoredPipeline>(paths.pipeline(repository));
	if (theirs.ok) return { kind: "conflict", theirs: theirs.data };
	return theirs.status === 404 ? { kind: "conflict", theirs: undefined } : undefined;
}
