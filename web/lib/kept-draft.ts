import type { StoredPipeline } from "#http/contract/pipelines.ts";

/** A text that was not saved, as a browser keeps it beside the page. */
export interface KeptDraft {
	readonly text: string;
	readonly format: StoredPipeline["config_format"];
	readonly name: string;
	/** Id of the version that it goes on from; null where none was stored. */
	readonly from: string | null;
	/** When it was changed last, in ms. */
	readonly at: number;
}

/** The one of a repository; undefined where there is none that could be read. */
export function readKept(storage: Pick<Storage, "getItem">, repository: string): KeptDraft | undefined {
	const raw = storage.getItem(keyOf(repository));
	if (raw === null) return undefined;
	const its = parsed(raw) as Partial<KeptDraft> | null;
	if (typeof its?.text !== "string" || typeof its.at !== "number" || typeof its.name !== "string") return undefined;
	const { text, name, at } = its;
	return { text, name, at, format: its.format === "huml" ? "huml" : "yaml", from: its.from ?? null };
}

/** Keep it, or nothing; answers whether the storage took it: one that is full or turned off does not. */
export function keep(
	storage: Pick<Storage, "setItem" | "removeItem">,
	repository: string,
	draft: KeptDraft | undefined,
): boolean {
	try {
		if (draft) storage.setItem(keyOf(repository), JSON.stringify(draft));
		else storage.removeItem(keyOf(repository));
		return true;
	} catch (error) {
		if (error instanceof DOMException) return false;
		throw error;
	}
}

function keyOf(repository: string): string {
	return `oore-draft-${repository}`;
}

/** Another version of the page may have written something else there. */
function parsed(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return null;
	}
}
