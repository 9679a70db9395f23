import type { RunFolder } from "./run-folder.ts";

/** The wrapper's own exit code when it could not claim the run; a script may end with the same. */
export const notClaimed = 75;

/**
 * The program of the detached shell: claim the run (`set -C` makes `>` create the file or fail, so a script can never
 * be started twice, wherever a server was killed), run the script in a subshell so that its `exit` and its traps stay
 * inside, and leave its exit code. Builtins only: a fork is cheaper than another program.
 *
 * Paths are quoted into the text instead of passed as arguments or variables: the script finds no `$1` and no name
 * that is not the user's. The title comes first as a comment, for `ps`; as `argv[0]` it would take POSIX mode from a
 * bash that is called sh, and its applet's name from busybox.
 */
export function wrapperOf(folder: RunFolder, title: string, interpreter: readonly string[] = []): string {
	const script = quoted(folder.script);
	const run = interpreter.length > 0 ? `exec ${interpreter.map(quoted).join(" ")} ${script}` : `set -e; . ${script}`;
	return `# ${oneLine(title)}
set -C; { echo $$ >${quoted(folder.pid)}; } 2>/dev/null || exit ${notClaimed}; set +C
(${run})
set -- $?; echo $1 >${quoted(folder.exit)}; exit $1`;
}

/**
 * What a first line such as `#!/usr/bin/env python3` names: the program and, as the kernel takes it, all the rest as
 * one argument. Given to the shell instead of the kernel, so that a file system without execution is no hindrance.
 */
export function interpreterOf(script: string): readonly string[] {
	const [, program, rest] = /^#![ \t]*(\/\S*)(?:[ \t]+([^\r\n]*?))?[ \t]*(?:\r?\n|$)/.exec(script) ?? [];
	if (program === undefined) return [];
	return rest === undefined || rest === "" ? [program] : [program, rest];
}

/** A title of two lines would go on as a command. */
export function oneLine(title: string): string {
	return title.replace(/[\r\n]+/g, " ");
}

function quoted(path: string): string {
	return `'${path.replaceAll("'", "'\\''")}'`;
}
