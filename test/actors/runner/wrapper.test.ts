import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeRunFolder, runFolder } from "#actors/runner/local/run-folder.ts";
import { notClaimed, wrapperOf } from "#actors/runner/local/wrapper.ts";

/** Each of them is /bin/sh somewhere. */
const shells = ["/bin/sh", "/bin/dash", "/bin/bash"].filter((path) => existsSync(path));

let root: string;
let serial = 0;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), "oore it's $HOME "));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function run(shell: string, script: string, title = "a title") {
	const folder = runFolder(join(root, String(++serial)));
	makeRunFolder(folder, script);
	return { folder, ...again(shell, folder, title) };
}

function again(shell: string, folder: ReturnType<typeof runFolder>, title = "a title") {
	const { status, signal, stdout, stderr } = spawnSync(shell, ["-c", wrapperOf(folder, title), title], {
		argv0: "sh",
		cwd: root,
		env: { PATH: process.env["PATH"] ?? "" },
		encoding: "utf8",
	});
	return { status, signal, stdout, stderr };
}

describe.each(shells)("%s", (shell) => {
	test.each<[what: string, script: string, code: number, output: string]>([
		["a script without a last newline", "echo one", 0, "one\n"],
		["an empty script", "", 0, ""],
		["only the first failing line", "echo one\nfalse\necho two", 1, "one\n"],
		["a failing line in a function", "f() { false; echo no; }\nf\necho two", 1, ""],
		["a condition that fails", "if false; then echo no; fi\nfalse || echo yes", 0, "yes\n"],
		["set +e", "set +e\nfalse\necho two", 0, "two\n"],
		["exit 3", "exit 3", 3, ""],
		["exit 75, the wrapper's own word", "exit 75", 75, ""],
		["an exit inside a function", "f() { exit 4; }; f; echo no", 4, ""],
		["an unknown command", "no-such-command-here\necho two", 127, ""],
		["a script killed by a signal", "sh -c 'kill -9 $$'\necho two", 137, ""],
		["a trap on exit", "trap 'echo bye' EXIT\necho hi\nexit 5", 5, "hi\nbye\n"],
		["exec", "exec sh -c 'exit 6'", 6, ""],
		["a heredoc", 'cat <<END\n$((1+1)) "x"\nEND\n', 0, '2 "x"\n'],
		["a first line that names an interpreter", "#!/bin/sh\necho one", 0, "one\n"],
		["a return", "echo one\nreturn 7\necho two", 7, "one\n"],
		["a background child", "sleep 60 >/dev/null 2>&1 &\nkill $!\necho on", 0, "on\n"],
		["its arguments", 'echo "$0:$#:$*"', 0, "a title:0:\n"],
		["noclobber off", "echo a >x; echo b >x; cat x; rm x", 0, "b\n"],
		["positions it sets", "set -- a b\necho $2", 0, "b\n"],
	])("%s", async (_, script, code, output) => {
		const { folder, status, stdout } = await run(shell, script);
		expect({ status, stdout }).toEqual({ status: code, stdout: output });
		expect(readFileSync(folder.exit, "utf8")).toBe(`${code}\n`);
	});

	test("a script that cannot be parsed fails", async () => {
		const { status, stderr } = await run(shell, "if true; then\necho x");
		expect(status).toBeGreaterThan(0);
		expect(stderr).not.toBe("");
	});

	test("a script sees no variable that nobody gave it", async () => {
		const { stdout } = await run(shell, "set");
		const names = stdout.match(/^\w+(?==)/gm) ?? [];
		expect(names).toContain("PATH");
		expect(names.filter((name) => /oore|run|folder/i.test(name))).toEqual([]);
		expect(stdout).not.toContain(`${root}/`);
	});

	test("a run that is claimed is refused and not started", async () => {
		const { folder } = await run(shell, "echo started >>started");
		expect(again(shell, folder)).toEqual({ status: notClaimed, signal: null, stdout: "", stderr: "" });
		expect(readFileSync(join(root, "started"), "utf8")).toBe("started\n");
		await rm(join(root, "started"));
	});

	test("a title of two lines is no command", async () => {
		expect(await run(shell, "true", "title\necho pwned")).toMatchObject({ status: 0, stdout: "" });
	});

	test("a wrapper that was killed has left no exit code", async () => {
		const { folder, signal } = await run(shell, "kill -9 $$");
		expect(signal).toBe("SIGKILL");
		expect(existsSync(folder.exit)).toBe(false);
	});
});
