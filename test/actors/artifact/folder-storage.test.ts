import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolderStorage } from "#actors/artifact/folder-storage.ts";
import { collectArtifacts } from "#actors/build/collect-artifacts.ts";
import { type Digests, makeDigests } from "#runtime/pool.ts";

let folder: string;
let digests: Digests;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "oore-storage-"));
	digests = makeDigests();
});
afterEach(async () => {
	await digests.close();
	rmSync(folder, { recursive: true, force: true });
});

test("stopped in the middle, nothing more is kept, and what was is removed when nobody speaks of it", async () => {
	const workspace = mkdtempSync(join(folder, "workspace-"));
	for (const name of ["a", "b", "c"]) writeFileSync(join(workspace, name), name);
	const root = join(folder, "artifacts");
	const real = makeFolderStorage(root, digests);
	const stop = new AbortController();
	const storage: typeof real = {
		...real,
		async put(key, path, signal) {
			const stored = await real.put(key, path, signal);
			stop.abort();
			return stored;
		},
	};
	const order = { buildId: "b", workspace, patterns: ["*"], variables: {}, exports: join(folder, "none") };
	await expect(collectArtifacts({ storage })(order, { signal: stop.signal })).rejects.toThrow("abort");
	expect(readdirSync(join(root, "b"))).toHaveLength(1);
	await expect(real.put("b/late", join(workspace, "a"), stop.signal)).rejects.toThrow("abort");
	const [kept = ""] = readdirSync(join(root, "b"));
	await real.removeOthers("b", [`b/${kept}`]);
	expect(readdirSync(join(root, "b"))).toEqual([kept]);
	await real.removeOthers("b", []);
	expect(readdirSync(join(root, "b"))).toEqual([]);
	await real.removeOthers("never", []);
});
