import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { compilePathGlob } from "../pipeline/path-glob.ts";

export interface Found {
	readonly files: readonly FoundFile[];
	/** One sentence for each thing that was left out. */
	readonly warnings: readonly string[];
}

export interface FoundFile {
	readonly path: string;
	/** With `/` between names. */
	readonly relativePath: string;
}

const mostFiles = 1_000;
const longestPattern = 512;

/**
 * Files of a folder that match any of the patterns, each once. Nothing outside the workspace is ever among them:
 * no pattern may leave it, links are not followed, and what is not a plain file is left out with a warning.
 */
export async function findArtifacts(
	root: string,
	patterns: readonly string[],
	signal: AbortSignal,
	variables: Readonly<Record<string, string>> = {},
): Promise<Found> {
	const inside = await realpath(root);
	const warnings: string[] = [];
	const files = new Map<string, FoundFile>();
	const wanted = patterns.map((given) => {
		const pattern = insideOf([root, inside], withVariables(given, variables));
		const refused = whyRefused(pattern);
		if (refused) warnings.push(`The pattern ${pattern} is refused: ${refused}.`);
		return { pattern, refused, matches: compilePathGlob(pattern), kept: 0 };
	});
	const looked = wanted.filter(({ refused }) => refused === undefined);
	if (looked.length === 0) return { files: [], warnings };
	for await (const entry of entriesOf(inside, "", signal)) {
		const matching = looked.filter(({ matches }) => matches(entry.name));
		if (matching.length === 0) continue;
		if (entry.oddity !== undefined) {
			warnings.push(`${entry.name} is left out: ${entry.oddity}.`);
			continue;
		}
		for (const each of matching) each.kept++;
		files.set(entry.name, { path: join(inside, entry.name), relativePath: entry.name });
	}
	for (const { pattern, kept } of looked) if (kept === 0) warnings.push(`No file matches ${pattern}.`);
	if (files.size > mostFiles) warnings.push(`Only the first ${mostFiles} of ${files.size} files are kept.`);
	return { files: [...files.values()].slice(0, mostFiles), warnings };
}

/** `$NAME` and `${NAME}` as the build's variables have them; one that is not there stands for itself. */
function withVariables(pattern: string, variables: Readonly<Record<string, string>>): string {
	return pattern.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
		const name = braced ?? bare ?? "";
		return Object.hasOwn(variables, name) ? (variables[name] as string) : whole;
	});
}

/** An absolute pattern below one of the roots is relative to it. */
function insideOf(roots: readonly string[], pattern: string): string {
	const root = roots.find((each) => pattern.startsWith(each + sep));
	return root === undefined ? pattern : pattern.slice(root.length + 1);
}

function whyRefused(pattern: string): string | undefined {
	if (pattern.startsWith("/")) return "it is absolute, and artifacts are looked for inside the workspace";
	if (pattern.split("/").includes("..")) return "it leaves the workspace";
	if (pattern.length > longestPattern) return `it is longer than ${longestPattern} characters`;
	return undefined;
}

interface Entry {
	/** Relative to the root, with `/` between names. */
	readonly name: string;
	/** Why it cannot be kept; undefined for a plain file. */
	readonly oddity: string | undefined;
}

/** Everything below a folder but folders themselves, in order; git's own are left out, and no link is followed. */
async function* entriesOf(root: string, folder: string, signal: AbortSignal): AsyncGenerator<Entry> {
	signal.throwIfAborted();
	const entries = await readdir(join(root, folder), { withFileTypes: true });
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
		if (name === ".git") continue;
		if (entry.isDirectory()) yield* entriesOf(root, name, signal);
		else yield { name, oddity: oddityOf(entry) };
	}
}

function oddityOf(entry: Dirent): string | undefined {
	if (entry.isFile()) return undefined;
	return entry.isSymbolicLink() ? "it is a symbolic link" : "it is not a plain file";
}
