import { constants } from "node:fs";
import { copyFile, mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { Digests } from "#runtime/pool.ts";
import { whenDiskFull } from "../disk-full.ts";
import type { Storage } from "../doors.ts";

/** Artifacts in a folder of this machine: copied (shared blocks where the file system can), synced, then named. */
export function makeFolderStorage(root: string, digests: Digests): Storage {
	const pathOf = (key: string) => {
		const path = join(root, key);
		if (!path.startsWith(root + sep)) throw new Error(`The key ${key} leaves the storage.`);
		return path;
	};
	return {
		async put(key, sourcePath, signal) {
			const path = pathOf(key);
			const making = `${path}.part`;
			await copy(sourcePath, making).catch(async (error: unknown) => {
				await rm(making, { force: true });
				whenDiskFull(path)(error);
			});
			// Of the copy: the original may be written to by a process that the build left behind.
			const sha256 = await digests.sha256({ path: making }, signal);
			const { size } = await stat(making);
			// Nobody waits any more for what was stopped, nor would ever look for it.
			if (signal.aborted) await rm(making, { force: true });
			signal.throwIfAborted();
			await rename(making, path);
			return { sizeBytes: size, sha256 };
		},
		async locate(key) {
			const path = await realpath(pathOf(key)).catch(() => undefined);
			return path?.startsWith((await realpath(root)) + sep) ? path : undefined;
		},
		async removeOthers(buildId, keep) {
			const names = await readdir(pathOf(buildId)).catch(() => []);
			const others = names.map((name) => `${buildId}/${name}`).filter((key) => !keep.includes(key));
			for (const key of others) await rm(pathOf(key), { force: true });
		},
		remove: (key) => rm(pathOf(key), { force: true }),
	};
}

/** Resolves when it is on disk. */
async function copy(source: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true, mode: 0o700 });
	await rm(to, { force: true });
	await copyFile(source, to, constants.COPYFILE_FICLONE);
	await using file = await open(to, "r+");
	await file.chmod(0o600);
	await file.sync();
}
