import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeSpool } from "#actors/runner/local/run-folder.ts";
import { appears, isAlive, type LocalRuns, makeLocalRuns, never } from "./local-runs.ts";

let runs: LocalRuns;
beforeEach(async () => {
	runs = await makeLocalRuns();
});
afterEach(() => runs.remove());

const openFiles = () => readdirSync("/dev/fd").length;

test("a script may end with the code by which a launch says that it was late", async () => {
	expect(await runs.run("exit 75")).toEqual({ kind: "exited", code: 75 });
});

test("a script sees the given environment and nothing else", async () => {
	const order = runs.order("env", { env: { PATH: process.env["PATH"] ?? "", GREETING: "h'ello\nworld" } });
	await runs.runner.run(order, never);
	const names = (await runs.log(order)).match(/^\w+(?==)/gm) ?? [];
	expect(names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name)).sort()).toEqual(["GREETING", "PATH"]);
	expect(await runs.log(order)).toContain("GREETING=h'ello\nworld\n");
});

test("a script runs in its folder, reads nothing, and leads a session of its own", async () => {
	const order = runs.order('pwd; cat; ps -o sid= -p $$; echo "$$"');
	await runs.runner.run(order, never);
	const [cwd, session, pid] = (await runs.log(order)).trim().split(/\s+/);
	expect(cwd).toBe(runs.root);
	expect(session).toBe(pid);
});

test("ps shows the title", async () => {
	const order = runs.order('echo "$$" >pid; read x <fifo');
	execFileSync("sh", ["-c", "mkfifo fifo"], { cwd: runs.root });
	const running = runs.runner.run(order, never);
	const pid = await appears(join(runs.root, "pid"));
	expect(execFileSync("ps", ["-o", "args=", "-p", pid], { encoding: "utf8" })).toContain(order.title);
	await runs.runner.sweep(runs.cookie);
	await running;
});

test("script, spool and logs are their owner's alone", async () => {
	const order = runs.order("echo hi");
	await runs.runner.run(order, never);
	const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
	expect(mode(order.folder)).toBe("700");
	for (const name of ["script", "out", "err"]) expect(mode(join(order.folder, name))).toBe("600");
	const log = runs.logs.path(order.log.buildId, order.log.stepIndex, "stdout");
	expect(mode(log)).toBe("600");
	expect(mode(join(log, ".."))).toBe("700");
});

test("bytes come through as they are: NULs, no UTF-8, a megabyte without a newline", async () => {
	const order = runs.order("printf 'a\\000b\\377\\n'; head -c 1048576 /dev/zero");
	await runs.runner.run(order, never);
	const bytes = readFileSync(runs.logs.path(order.log.buildId, order.log.stepIndex, "stdout"));
	expect(bytes.subarray(0, 5)).toEqual(Buffer.from([97, 0, 98, 255, 10]));
	expect(bytes.subarray(5).equals(Buffer.alloc(1_048_576))).toBe(true);
});

test("a step ends with its script, and what it left behind is swept by cookie", async () => {
	const order = runs.order("setsid sleep 999 & echo $! >orphan; exit 0");
	expect(await runs.runner.run(order, never)).toEqual({ kind: "exited", code: 0 });
	const orphan = Number(await appears(join(runs.root, "orphan")));
	expect(isAlive(orphan)).toBe(true);
	expect(await runs.runner.sweep(runs.cookie)).toBe(1);
	expect(isAlive(orphan)).toBe(false);
});

test("a background process that never stops writing keeps no step from ending", async () => {
	expect(await runs.run("yes & exit 4")).toEqual({ kind: "exited", code: 4 });
});

test("a script that somebody kills is told apart from one that exits", async () => {
	expect(await runs.run("kill -9 $$")).toEqual({ kind: "signalled", signal: "SIGKILL" });
	expect(await runs.run("kill -TERM $$")).toEqual({ kind: "signalled", signal: "SIGTERM" });
});

test("two hundred runs leave no file open", async () => {
	await runs.run("true");
	const before = openFiles();
	for (let i = 0; i < 200; i++)
		await runs.run(i % 20 === 0 ? "exit 1" : "echo x", i % 25 === 0 ? { cwd: "/nowhere" } : {});
	expect(openFiles()).toBeLessThanOrEqual(before);
}, 30_000);

test("a log that cannot be written ends the following with its error, not the server", async () => {
	const order = runs.order("echo hi; sleep 60");
	const path = runs.logs.path(order.log.buildId, order.log.stepIndex, "stdout");
	await runs.runner.run(runs.order("true", { log: { ...order.log, stepIndex: 99 } }), never);
	execFileSync("mkdir", [path]);
	await expect(runs.runner.run(order, never)).rejects.toMatchObject({ code: "EISDIR" });
});

test("once the spool is removed the ending is still known, the log stays, and nothing starts again", async () => {
	const order = runs.order("echo once; echo x >>started; exit 9");
	await runs.runner.run(order, never);
	await removeSpool(order.folder);
	expect(readdirSync(order.folder).sort()).toEqual(["exit", "pid"]);
	expect(await runs.runner.run(order, never)).toEqual({ kind: "exited", code: 9 });
	expect(await runs.log(order)).toBe("once\n");
	expect(readFileSync(join(runs.root, "started"), "utf8")).toBe("x\n");
});

test("a folder that lets nobody in is unstartable in words", async () => {
	// For root no folder is closed: a file in the folder's place is the same to everybody.
	const file = join(runs.root, "file");
	execFileSync("touch", [file]);
	chmodSync(file, 0o600);
	expect(await runs.run("true", { cwd: file })).toEqual({
		kind: "unstartable",
		reason: `the working directory ${file} is not a directory (ENOTDIR)`,
	});
});
