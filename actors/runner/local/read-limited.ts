import { closeSync, constants, openSync, readSync } from "node:fs";

const most = 1024 * 1024;

/** The first megabyte of a file that a build may have written; empty while there is none, or where it is none. */
export function readLimited(path: string): string {
	let fd: number | undefined;
	try {
		// Not blocking: a build may have put a named pipe there.
		fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
		const buffer = Buffer.allocUnsafe(most);
		return buffer.toString("utf8", 0, readSync(fd, buffer, 0, most, 0));
	} catch (error) {
		if (
			["ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ESPIPE", "EAGAIN", "EACCES"].includes(
				(error as NodeJS.ErrnoException).code ?? "",
			)
		)
			return "";
		throw error;
	} finally {
		if (fd !== undefined) closeSync(fd);
	}
}
