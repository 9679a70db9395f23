import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findArtifacts } from "#actors/artifact/globs.ts";

let base: string;
let root: string;
beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), "oore-globs-"));
	root = join(base, "workspace");
	put("a.apk", "build/b.ipa", "build/deep/c.ipa", "build/.hidden", ".git/config", "other [1].txt", "é.txt");
	writeFileSync(join(base, "secret"), "secret");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function put(...names: string[]) {
	for (const name of names) {
		mkdirSync(dirname(join(root, name)), { recursive: true });
		writeFileSync(join(root, name), name);
	}
}
async function find(...patterns: string[]) {
	const { files, warnings } = await findArtifacts(root, patterns, new AbortController().signal, {
		OUT: "build",
		ABS: root,
	});
	return { files: files.map(({ relativePath }) => relativePath), warnings };
}

test.each<[string, string[]]>([
	["*.apk", ["a.apk"]],
	["build/**/*.ipa", ["build/b.ipa", "build/deep/c.ipa"]],
	["**/c.ipa", ["build/deep/c.ipa"]],
	["build/*", ["build/.hidden", "build/b.ipa"]],
	["{a.apk,build/b.ipa}", ["a.apk", "build/b.ipa"]],
	["$OUT/*.ipa", ["build/b.ipa"]],
	["${OUT}/deep/c.ipa", ["build/deep/c.ipa"]],
	["$ABS/a.apk", ["a.apk"]],
	["é.txt", ["é.txt"]],
	["build", ["build/.hidden", "build/b.ipa", "build/deep/c.ipa"]],
	["[a-c].apk", ["a.apk"]],
])("%s finds %j", async (pattern, files) => {
	expect(await find(pattern)).toEqual({ files, warnings: [] });
});

test("an absolute path below the workspace is as good as a relative one; any other is refused", async () => {
	expect(await find(join(root, "a.apk"))).toEqual({ files: ["a.apk"], warnings: [] });
	expect((await find(join(base, "secret"))).warnings).toEqual([expect.stringMatching(/is refused: it is absolute/)]);
	expect((await find("../secret")).warnings).toEqual(["The pattern ../secret is refused: it leaves the workspace."]);
	expect((await find("$UNKNOWN/../../x")).files).toEqual([]);
});

test("nothing outside is reached by links, and what is no plain file is left out with a warning", async () => {
	symlinkSync(join(base, "secret"), join(root, "link.txt"));
	symlinkSync(base, join(root, "folder"));
	execFileSync("mkfifo", [join(root, "pipe.txt")]);
	const { files, warnings } = await find("*.txt", "folder/*", "folder/secret", "**/secret");
	expect(files).toEqual(["other [1].txt", "é.txt"]);
	expect(warnings).toEqual(
		expect.arrayContaining([
			"link.txt is left out: it is a symbolic link.",
			"pipe.txt is left out: it is not a plain file.",
			"No file matches **/secret.",
		]),
	);
});

test("git's own files are not artifacts, each file is found once, and what matches nothing is said", async () => {
	expect(await find("**/config", "a.*", "*.apk", "none/*")).toEqual({
		files: ["a.apk"],
		warnings: ["No file matches **/config.", "No file matches none/*."],
	});
});
