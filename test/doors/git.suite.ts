import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Git } from "#actors/doors.ts";

/** Git over one repository, whose default branch is main and has a commit. */
export interface GitBench {
	readonly git: Git;
	/** A folder for checkouts. */
	readonly folder: string;
	readonly cloneUrl: string;
	/** Write files and commit them; on a branch that is not there yet, which begins at main. Answers the commit. */
	commit(files: Readonly<Record<string, string>>, options?: { branch?: string; message?: string }): Promise<string>;
	/** From now on the remote answers nobody. */
	breakDown(): Promise<void>;
	remove(): Promise<void>;
}

const { signal } = new AbortController();
const nowhere = "1234".repeat(10);

/** What every git does, wherever its repositories are. */
export function exercise(name: string, makeGit: () => Promise<GitBench>): void {
	describe(`${name}: a git`, () => {
		let bench: GitBench;
		beforeEach(async () => {
			bench = await makeGit();
		});
		afterEach(() => bench.remove());
		const repositoryId = "r";
		const fetch = (order: { branch?: string; commit?: string } = {}, until = signal) => {
			const { branch = "main", ...rest } = order;
			const { cloneUrl } = bench;
			return bench.git.fetch({ repositoryId, cloneUrl, ref: `refs/heads/${branch}`, ...rest }, until);
		};
		const look = (commit: string, ...paths: string[]) => bench.git.look({ repositoryId, commit, paths }, signal);
		const changed = (from: string, to: string) => bench.git.changedFiles({ repositoryId, from, to }, signal);

		test("fetches a branch as it is now, an older commit of it, and one by the beginning of its id", async () => {
			const first = await bench.commit({ a: "1" });
			expect(await fetch()).toEqual({ commit: first });
			const second = await bench.commit({ a: "2" });
			const side = await bench.commit({ b: "1" }, { branch: "side" });
			expect(await fetch()).toEqual({ commit: second });
			expect(await fetch({ commit: first })).toEqual({ commit: first });
			expect(await fetch({ commit: first.slice(0, 8) })).toEqual({ commit: first });
			expect(await fetch({ branch: "side" })).toEqual({ commit: side });
		});

		test("refuses what is not there, each by its name", async () => {
			await expect(fetch({ branch: "none" })).rejects.toMatchObject({ code: "ref_not_found" });
			await expect(fetch({ commit: nowhere })).rejects.toMatchObject({ code: "commit_not_found" });
			const order = { repositoryId, commit: nowhere, folder: join(bench.folder, "w") };
			await expect(bench.git.checkout(order, signal)).rejects.toMatchObject({ code: "commit_not_found" });
		});

		test("reads a commit's message and the first file that it has", async () => {
			const commit = await bench.commit({ "b.yaml": "b\nb", "c.yaml": "c" }, { message: "Make it blue" });
			await fetch();
			expect(await look(commit, "a.yaml", "b.yaml", "c.yaml")).toMatchObject({
				file: { path: "b.yaml", text: "b\nb" },
				message: expect.stringMatching(/^Make it blue\n?$/),
			});
			expect(await look(commit, "x")).toMatchObject({ file: undefined });
			expect(await look(commit)).toMatchObject({ file: undefined });
			expect(await look(nowhere, "b.yaml")).toBeUndefined();
		});

		test("names the files that differ, whichever commit came first", async () => {
			const first = await bench.commit({ same: "1", changed: "1" });
			const second = await bench.commit({ changed: "2", added: "1" });
			const side = await bench.commit({ aside: "1" }, { branch: "side" });
			await fetch();
			await fetch({ branch: "side" });
			expect((await changed(first, second))?.toSorted()).toEqual(["added", "changed"]);
			expect((await changed(second, first))?.toSorted()).toEqual(["added", "changed"]);
			expect(await changed(second, side)).toEqual(["aside"]);
			expect(await changed(second, second)).toEqual([]);
			expect(await changed(nowhere, second)).toBeUndefined();
			expect(await changed(second, nowhere)).toBeUndefined();
		});

		test("checks a commit out, again and again, into a folder of its owner, and takes it away", async () => {
			const commit = await bench.commit({ a: "1" });
			await fetch();
			const folder = join(bench.folder, "deep", "workspace");
			for (let i = 0; i < 2; i++) await bench.git.checkout({ repositoryId, commit, folder }, signal);
			expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");
			for (let i = 0; i < 2; i++) await bench.git.removeCheckout({ repositoryId, folder });
			expect(existsSync(folder)).toBe(false);
		});

		test("knows the default branch", async () => {
			const { cloneUrl } = bench;
			expect(await bench.git.defaultRef({ repositoryId, cloneUrl }, signal)).toBe("refs/heads/main");
		});

		test("says that the remote does not answer, and does without it where it can", async () => {
			const commit = await bench.commit({ a: "1" });
			await fetch({ commit });
			await bench.breakDown();
			const { cloneUrl } = bench;
			await expect(fetch()).rejects.toMatchObject({ code: "fetch_failed" });
			const asked = bench.git.defaultRef({ repositoryId, cloneUrl }, signal);
			await expect(asked).rejects.toMatchObject({ code: "fetch_failed" });
			expect(await fetch({ commit })).toEqual({ commit });
			expect(await look(commit, "a")).toMatchObject({ file: { text: "1" } });
			await bench.git.checkout({ repositoryId, commit, folder: join(bench.folder, "w") }, signal);
		});

		test("does nothing for one that was told to stop before", async () => {
			const commit = await bench.commit({ a: "1" });
			const stopped = AbortSignal.abort(new Error("no"));
			const folder = join(bench.folder, "w");
			await expect(fetch({}, stopped)).rejects.toThrow("no");
			await fetch();
			await expect(bench.git.checkout({ repositoryId, commit, folder }, stopped)).rejects.toThrow("no");
		});
	});
}
