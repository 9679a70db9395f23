import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeDemoFolder, removeDeadDemos } from "../../cli/oored/demo-folder.ts";

const root = join(import.meta.dirname, "../..");
let parent: string;
beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), "oore-test-demos-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test("a folder is its owner's alone, and goes with all that is in it", () => {
	const { path, remove } = makeDemoFolder(parent);
	expect(readdirSync(parent)).toEqual([path.slice(parent.length + 1)]);
	expect(statSync(path).mode & 0o777).toBe(0o700);
	writeFileSync(join(path, "something"), "");
	remove();
	remove();
	expect(readdirSync(parent)).toEqual([]);
});

test("what lives stays", () => {
	const { path, remove } = makeDemoFolder(parent);
	expect(removeDeadDemos(parent)).toBe(0);
	expect(existsSync(path)).toBe(true);
	remove();
});

const script = (what: string) =>
	`import { makeDemoFolder, removeDeadDemos } from "#cli/oored/demo-folder.ts"; const parent = ${JSON.stringify(parent)}; ${what}`;
const node = (what: string) =>
	spawn(process.execPath, ["--input-type=module", "-e", script(what)], {
		cwd: root,
		stdio: ["ignore", "pipe", "inherit"],
	});

test("what was killed is removed once, however many begin at the same time", async () => {
	const dying = Array.from({ length: 3 }, () =>
		node('makeDemoFolder(parent); console.log("made"); setInterval(() => {}, 1000);'),
	);
	await Promise.all(dying.map((child) => once(child.stdout, "data")));
	const removers = () =>
		Promise.all(
			Array.from({ length: 4 }, async () => {
				const child = node("console.log(removeDeadDemos(parent));");
				const [answer] = (await once(child.stdout, "data")) as [Buffer];
				return Number(answer.toString());
			}),
		);
	expect(await removers()).toEqual([0, 0, 0, 0]);
	expect(readdirSync(parent)).toHaveLength(3);
	const gone = dying.map((child) => once(child, "exit"));
	for (const child of dying) child.kill("SIGKILL");
	await Promise.all(gone);
	expect((await removers()).reduce((sum, count) => sum + count)).toBe(3);
	expect(readdirSync(parent)).toEqual([]);
});
