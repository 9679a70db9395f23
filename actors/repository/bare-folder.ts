import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A repository folder as gitrepository-layout(5) describes it, written by hand: `git init` would be one more process. */
export async function makeGitFolder(
	folder: string,
	options: { bare: boolean; head: string; alternate?: string },
): Promise<void> {
	await mkdir(join(folder, "objects", "info"), { recursive: true, mode: 0o700 });
	await mkdir(join(folder, "refs", "heads"), { recursive: true, mode: 0o700 });
	const config = `[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = ${options.bare}\n`;
	await writeFile(join(folder, "config"), config, { mode: 0o600 });
	if (options.alternate !== undefined)
		await writeFile(join(folder, "objects", "info", "alternates"), `${options.alternate}\n`);
	await writeFile(join(folder, "HEAD"), `${options.head}\n`);
}

/** The bare mirror, made whole or not at all. */
export async function ensureMirror(folder: string): Promise<void> {
	if (await isThere(folder)) return;
	const making = `${folder}.making`;
	await rm(making, { recursive: true, force: true });
	await makeGitFolder(making, { bare: true, head: "ref: refs/heads/main" });
	await rename(making, folder);
}

/** Lock files of a git that was killed: whoever calls this knows that none is alive. */
export async function removeLocks(folder: string): Promise<void> {
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		const inObjects = entry.parentPath.startsWith(join(folder, "objects"));
		if (entry.isFile() && entry.name.endsWith(".lock") && !inObjects)
			await rm(join(entry.parentPath, entry.name), { force: true });
	}
}

async function isThere(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false,
	);
}
