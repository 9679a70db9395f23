import { lstat, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { glob } from "tinyglobby";

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
 * Files of a workspace that match any of the patterns, each once. Nothing outside the workspace is ever among them:
 * no pattern may leave it, links are not followed, and what is not a plain file is left out with a warning.
 */
export async function findArtifacts(root: string, patterns: readonly string[], signal: AbortSignal): Promise<Found> {
	const inside = await realpath(root);
	const warnings: string[] = [];
	const files = new Map<string, FoundFile>();
	for (const pattern of patterns) {
		const refused = whyRefused(pattern);
		if (refused) {
			warnings.push(`The pattern ${pattern} is refused: ${refused}.`);
			continue;
		}
		const matched = await glob(pattern, {
			cwd: inside,
			dot: true,
			onlyFiles: false,
			followSymbolicLinks: false,
			expandDirectories: false,
			ignore: [".git/**", ".git"],
			signal,
		});
		let kept = 0;
		for (const name of matched.map((match) => match.replace(/\/$/, "")).toSorted()) {
			const path = join(inside, name);
			const { file, warning } = await inspect(inside, path);
			if (warning) warnings.push(`${name} is left out: ${warning}.`);
			if (!file) continue;
			kept++;
			files.set(path, { path, relativePath: relative(inside, path).split(sep).join("/") });
		}
		if (kept === 0) warnings.push(`No file matches ${pattern}.`);
	}
	if (files.size > mostFiles) warnings.push(`Only the first ${mostFiles} of ${files.size} files are kept.`);
	return { files: [...files.values()].slice(0, mostFiles), warnings };
}

function whyRefused(pattern: string): string | undefined {
	if (pattern.startsWith("/")) return "it is absolute, and artifacts are looked for inside the workspace";
	if (pattern.split("/").includes("..")) return "it leaves the workspace";
	if (pattern.length > longestPattern) return `it is longer than ${longestPattern} characters`;
	// Nested quantifiers of extended globs make matching take for ever.
	if (/[@+*?!]\(/.test(pattern) || (pattern.match(/\*/g)?.length ?? 0) > 16) return "it is too complicated";
	return undefined;
}

async function inspect(root: string, path: string): Promise<{ file: boolean; warning?: string }> {
	const info = await lstat(path);
	if (info.isDirectory()) return { file: false };
	if (info.isSymbolicLink()) return { file: false, warning: "it is a symbolic link" };
	if (!info.isFile()) return { file: false, warning: "it is not a plain file" };
	// A folder on the way may be a link although the file is none.
	const real = await realpath(path);
	return real.startsWith(root + sep) ? { file: true } : { file: false, warning: "it lies outside the workspace" };
}
