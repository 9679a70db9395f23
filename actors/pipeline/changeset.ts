import { configFiles } from "./config-files.ts";
import { compilePathGlob } from "./path-glob.ts";
import type { Changeset } from "./pipeline.ts";

/** What changed since the last good build. */
export type Changes =
	| { readonly kind: "files"; readonly since: string; readonly files: readonly string[] }
	/** There is nothing to compare with: everything counts as changed. */
	| { readonly kind: "everything"; readonly why: string };

const named = 3;

/** Whether a changeset is met, and why, in a sentence. Pure. */
export function judgeChangeset(
	{ includes, excludes }: Changeset,
	changes: Changes,
): { readonly met: boolean; readonly reason: string } {
	if (changes.kind === "everything") return { met: true, reason: changes.why };
	const since = `since ${changes.since.slice(0, 8)}`;
	const config = changes.files.find((file) => (configFiles as readonly string[]).includes(file));
	if (config !== undefined)
		return { met: true, reason: `${config} changed ${since}: the pipeline itself always counts.` };
	const included = includes.map(compilePathGlob);
	const excluded = excludes.map(compilePathGlob);
	const counted = changes.files.filter(
		(file) => (included.length === 0 || included.some((test) => test(file))) && !excluded.some((test) => test(file)),
	);
	if (counted.length === 0)
		return { met: false, reason: `None of the ${changes.files.length} files changed ${since} is in its changeset.` };
	const more = counted.length > named ? ` and ${counted.length - named} more` : "";
	return { met: true, reason: `${counted.slice(0, named).join(", ")}${more} changed ${since}.` };
}
