import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const stampFile = "stamp";

/** What is built from which folders, and where it lies. */
const products = [
	{ sources: ["runtime", "actors", "db", "http", "cli"], out: "dist", make: bundle },
	{ sources: ["web", "http/contract"], out: "web/dist", make: buildDashboard },
] as const;

/** Build both programs and the dashboard, each if a source of it or the lockfile changed since the last time. */
export async function buildIfChanged(root: string): Promise<void> {
	for (const { sources, out, make } of products) {
		const stamp = stampOf(root, sources);
		const known = join(root, out, stampFile);
		if (existsSync(known) && readFileSync(known, "utf8") === stamp) continue;
		await make(root);
		writeFileSync(known, stamp);
	}
}

/** By a process of its own: SolidStart wants the dashboard's folder as the working directory. */
function buildDashboard(root: string): void {
	const vite = join(root, "node_modules", "vite", "bin", "vite.js");
	const { status, stdout, stderr } = spawnSync(process.execPath, [vite, "build"], {
		cwd: join(root, "web"),
		encoding: "utf8",
		// Whoever starts it may be a test: what is built must not depend on that.
		env: { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "production" },
	});
	if (status !== 0) throw new Error(`The dashboard could not be built:\n${stdout}${stderr}`);
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
function stampOf(root: string, sources: readonly string[]): string {
	let newest = statSync(join(root, "package-lock.json")).mtimeMs;
	let count = 0;
	for (const folder of sources) {
		for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
			if (!/\.(tsx?|css|json|svg)$/.test(name) || name.startsWith("dist/")) continue;
			count++;
			newest = Math.max(newest, statSync(join(root, folder, name)).mtimeMs);
		}
	}
	return `${count} files, ${newest}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await buildIfChanged(join(dirname(fileURLToPath(import.meta.url)), ".."));
