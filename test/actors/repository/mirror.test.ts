import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Git } from "#actors/doors.ts";
import { checkCloneUrl, redactCloneUrl } from "#actors/repository/clone-url.ts";
import { makeGit } from "#actors/repository/mirror.ts";
import { checkOwner, checkRepositoryName } from "#actors/repository/names.ts";
import { makeRepo, type Repo } from "../../support/repo.ts";

let folder: string;
let repo: Repo;
let git: Git;
const { signal } = new AbortController();
const order = (more: { ref?: string; commit?: string } = {}) => ({
	repositoryId: "r",
	cloneUrl: repo.url,
	ref: "refs/heads/main",
	...more,
});
const fresh = (allowLocal = true) =>
	makeGit({ mirrors: folder }, { path: process.env["PATH"] ?? "", home: folder, allowLocal });

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "oore-mirror-"));
	repo = await makeRepo();
	git = fresh();
});
afterEach(async () => {
	rmSync(folder, { recursive: true, force: true });
	await repo.remove();
});

test("a branch, a tag, a review's head and an older commit are fetched, and checked out without a download", async () => {
	const first = await repo.commit({ "a.txt": "1" });
	const second = await repo.commit({ "a.txt": "2" });
	const tag = await repo.tag("v1", { annotated: true });
	const review = await repo.reviewRef("refs/pull/7/head", { "a.txt": "3" });
	expect(await git.fetch(order(), signal)).toEqual({ commit: second.commit });
	expect(await git.fetch(order({ commit: first.commit }), signal)).toEqual({ commit: first.commit });
	expect(await git.fetch(order({ commit: first.commit.slice(0, 8) }), signal)).toEqual({ commit: first.commit });
	expect(await git.fetch(order({ ref: tag.ref }), signal)).toEqual({ commit: tag.commit });
	expect(await git.fetch(order({ ref: "refs/pull/7/head", commit: review }), signal)).toEqual({ commit: review });
	rmSync(join(repo.path, ".git"), { recursive: true });
	for (const [commit, text] of [
		[first.commit, "1"],
		[second.commit, "2"],
		[review, "3"],
	] as const) {
		const workspace = join(folder, commit);
		await git.checkout({ repositoryId: "r", commit, folder: workspace }, signal);
		await git.checkout({ repositoryId: "r", commit, folder: workspace }, signal);
		expect(readFileSync(join(workspace, "a.txt"), "utf8")).toBe(text);
		const inside = (...args: string[]) => execFileSync("git", args, { cwd: workspace, encoding: "utf8" }).trim();
		expect([inside("rev-parse", "HEAD"), inside("status", "--porcelain")]).toEqual([commit, ""]);
		inside("tag", "own");
		await git.removeCheckout({ repositoryId: "r", folder: workspace });
		expect(existsSync(workspace)).toBe(false);
	}
	expect(execFileSync("git", ["--git-dir", join(folder, "r.git"), "tag"], { encoding: "utf8" })).not.toContain("own");
});

test("the first file that is there is read, whatever stands before it", async () => {
	const { commit } = await repo.commit({ "b.yaml": "b\nb", "c.yaml": "c", "d/e": "x" });
	await git.fetch(order(), signal);
	const look = (...paths: string[]) => git.look({ repositoryId: "r", commit, paths }, signal);
	expect(await look("a.yaml", "d", "b.yaml", "c.yaml")).toMatchObject({ file: { path: "b.yaml", text: "b\nb" } });
	expect(await look("x", "y")).toEqual({ file: undefined, message: expect.stringMatching(/\S\n$/) });
	expect(await look()).toMatchObject({ file: undefined });
});

test("files that differ between two commits are named, however they are called", async () => {
	const first = await repo.commit({ same: "1", "gone é": "1" });
	await repo.git("rm", "--quiet", "--", "gone é");
	const second = await repo.commit({ "new\nline": "2" });
	await git.fetch(order(), signal);
	const changed = (from: string) => git.changedFiles({ repositoryId: "r", from, to: second.commit }, signal);
	expect(await changed(first.commit)).toEqual(["gone é", "new\nline"]);
	expect(await changed(second.commit)).toEqual([]);
	expect(await changed("1234".repeat(10))).toBeUndefined();
});

test("what does not exist, or may not be asked for, is refused with a sentence", async () => {
	await expect(git.fetch(order({ ref: "refs/heads/none" }), signal)).rejects.toMatchObject({ code: "ref_not_found" });
	await expect(git.fetch(order({ commit: "1234".repeat(10) }), signal)).rejects.toMatchObject({
		code: "commit_not_found",
	});
	await expect(git.fetch({ ...order(), cloneUrl: join(folder, "nothing") }, signal)).rejects.toMatchObject({
		code: "fetch_failed",
	});
	for (const ref of ["--upload-pack=touch PWN", "refs/heads/--x y", "main", "refs/heads/../x", "refs/other/x"])
		await expect(git.fetch(order({ ref }), signal)).rejects.toMatchObject({ code: "ref_not_found" });
	await expect(fresh(false).fetch(order(), signal)).rejects.toMatchObject({ code: "fetch_failed" });
	await expect(
		git.checkout({ repositoryId: "r", commit: "1234".repeat(10), folder: join(folder, "w") }, signal),
	).rejects.toMatchObject({ code: "commit_not_found" });
});

test("of those that ask for the same ref at once one fetches for all", async () => {
	const { commit } = await repo.commit({ together: "1" });
	const unreachable = { ...order(), cloneUrl: join(folder, "nothing") };
	expect(await Promise.all([git.fetch(order(), signal), git.fetch(unreachable, signal)])).toEqual([
		{ commit },
		{ commit },
	]);
	await expect(git.fetch(unreachable, signal)).rejects.toMatchObject({ code: "fetch_failed" });
});

test("locks that a killed git left behind do not stop the next server", async () => {
	await repo.commit({ a: "1" });
	await git.fetch(order(), signal);
	for (const lock of ["refs/heads/main.lock", "packed-refs.lock", "config.lock"])
		writeFileSync(join(folder, "r.git", lock), "");
	const { commit } = await repo.commit({ a: "2" });
	expect(await fresh().fetch(order(), signal)).toEqual({ commit });
});

test.each([
	["https://example.com/a/b.git", true],
	["http://u:p@example.com/a", true],
	["ssh://git@host:22/a", true],
	["git@host:a/b.git", true],
	["git://host/a", true],
	["ext::sh -c x", false],
	["fd::17", false],
	["file:///etc", false],
	["/etc", false],
	["ssh://-oProxyCommand=x/a", false],
	["git@host:-x", false],
	["-x", false],
	["https://exa mple.com", false],
	["https://h/\n", false],
	["ftp://h/a", false],
	["", false],
	[`https://h/${"x".repeat(2_100)}`, false],
	["https:///x", true],
])("the clone URL %j may be given to git: %s", (url, fine) =>
	expect(checkCloneUrl(url, { allowLocal: false }) === true).toBe(fine),
);

test("passwords in clone URLs are not shown, and names are plain names", () => {
	expect(redactCloneUrl("https://user:token@host/a")).toBe("https://host/a");
	for (const name of ["app", "my.app_1-x", "приложение", "日本"]) expect(checkRepositoryName(name)).toBe(true);
	for (const name of ["", "-x", ".x", "a..b", "a/b", "a\0", "a b", "x".repeat(300), "a\\b"])
		expect(checkRepositoryName(name)).not.toBe(true);
	expect(checkOwner("group/sub")).toBe(true);
	for (const owner of ["../x", "a//b", "/a", "a/"]) expect(checkOwner(owner)).not.toBe(true);
});
