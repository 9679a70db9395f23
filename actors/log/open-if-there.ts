import { type FileHandle, open } from "node:fs/promises";

/** A log exists only once something was written; the caller closes it. */
export async function openIfThere(path: string): Promise<FileHandle | undefined> {
	try {
		return await open(path, "r");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
