import { statSync } from "node:fs";
import type { ScriptEnding } from "../../doors.ts";

const words: Readonly<Record<string, string>> = {
	E2BIG: "the environment is larger than this system allows",
	EMFILE: "the server has too many files open",
	ENFILE: "this machine has too many files open",
	EAGAIN: "this machine has too many processes",
	ENOMEM: "this machine has too little memory",
	ENOSPC: "the disk is full",
	EDQUOT: "the disk quota is used up",
	EROFS: "the disk is read-only",
};

/** Why a process could not be started, as a sentence's end with the errno in it. */
export function unstartable(error: NodeJS.ErrnoException, cwd: string): ScriptEnding {
	const code = error.code ?? error.name;
	return { kind: "unstartable", reason: `${words[code] ?? aboutFolder(code, cwd) ?? error.message} (${code})` };
}

/** The system says ENOENT of a missing folder and of a missing shell alike. */
function aboutFolder(code: string, cwd: string): string | undefined {
	if (code === "EACCES") return `no permission to enter the working directory ${cwd} or to run /bin/sh`;
	if (code !== "ENOENT" && code !== "ENOTDIR") return undefined;
	const found = statSync(cwd, { throwIfNoEntry: false });
	if (!found) return `the working directory ${cwd} does not exist`;
	return found.isDirectory() ? "/bin/sh does not exist" : `the working directory ${cwd} is not a directory`;
}
