import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders whose files are in a bundle. */
const sources = ["runtime", "actors", "db", "http", "cli"];
const stampFile = "stamp";

/** Bundle both programs if a source, the lockfile or this file changed since the last time. */
export async function buildIfChanged(root: string): Promise<void> {
	const stamp = stampOf(root);
	const known = join(root, "dist", stampFile);
	if (existsSync(known) && readFileSync(known, "utf8") === stamp) return;
	await bundle(root);
	writeFileSync(known, stamp);
}

/** Into a folder of its own, then renamed: whoever starts meanwhile finds the old bundle or the new one, whole. */
async function bundle(root: string): Promise<void> {
	// Only now: a start that finds its bundle fresh should not carry the bundler along.
	const { build } = await import("esbuild");
	const making = join(root, `dist.${process.pid}`);
	const { outputFiles } = await build({
		absWorkingDir: root,
		entryPoints: {
			oored: "cli/oored/main.ts",
			...(existsSync(join(root, "cli/oore.ts")) && { oore: "cli/oore.ts" }),
			"digest.worker": "runtime/digest.worker.ts",
		},
		outdir: making,
		bundle: true,
		splitting: true,
		format: "esm",
		platform: "node",
		target: "node24",
		sourcemap: "linked",
		define: { OORE_BUNDLED: "true" },
		// Native, or with worker files of its own.
		external: ["better-sqlite3", "piscina"],
		banner: {
			js: 'import { createRequire as requireFor } from "node:module"; const require = requireFor(import.meta.url);',
		},
		logLevel: "warning",
		legalComments: "none",
		write: false,
	});
	mkdirSync(making, { recursive: true });
	// esbuild escapes all but comments; one letter outside of ASCII there, and V8 keeps the file at two bytes a character.
	for (const { path, text } of outputFiles) writeFileSync(path, text.replace(/[^\0-\x7F]/g, "?"));
	rmSync(join(root, "dist"), { recursive: true, force: true });
	renameSync(making, join(root, "dist"));
}

/** Newest change and number of files: a file that came or went changes the number. */
function stampOf(root: string): string {
	let newest = statSync(join(root, "package-lock.json")).mtimeMs;
	let count = 0;
	for (const folder of sources) {
		for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
			if (!name.endsWith(".ts")) continue;
			count++;
			newest = Math.max(newest, statSync(join(root, folder, name)).mtimeMs);
		}
	}
	return `${count} files, ${newest}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await buildIfChanged(join(dirname(fileURLToPath(import.meta.url)), ".."));
