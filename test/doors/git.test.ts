import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeGit } from "#actors/repository/mirror.ts";
import { makeSimulatedGit } from "#actors/simulated/simulated-git.ts";
import { World } from "#actors/simulated/world.ts";
import { makeRepo } from "../support/repo.ts";
import { exercise, type GitBench } from "./git.suite.ts";

exercise("mirror", async (): Promise<GitBench> => {
	const folder = await mkdtemp(join(tmpdir(), "oore-git-"));
	const repo = await makeRepo();
	return {
		git: makeGit({ mirrors: join(folder, "mirrors") }, machineOf(folder)),
		folder,
		cloneUrl: repo.url,
		commit: async (files, options) => (await repo.commit(files, options)).commit,
		breakDown: () => repo.remove(),
		async remove() {
			await repo.remove();
			await rm(folder, { recursive: true, force: true });
		},
	};
});

function machineOf(home: string) {
	return { path: process.env["PATH"] ?? "", home, allowLocal: true };
}

exercise("simulated", async (): Promise<GitBench> => {
	const folder = await mkdtemp(join(tmpdir(), "oore-git-"));
	const world = new World("test", []);
	const cloneUrl = "https://git.example.com/acme/app.git";
	const repository = world.at(cloneUrl);
	let fault: string | undefined;
	return {
		git: makeSimulatedGit(world, () => fault),
		folder,
		cloneUrl,
		async commit(files, { branch = "main", message = "change" } = {}) {
			const ref = `refs/heads/${branch}`;
			const before = repository.refs.get(ref) ?? repository.refs.get("refs/heads/main") ?? "";
			const texts = { ...world.commit(before)?.texts, ...files };
			return world.push(repository, ref, { changes: Object.keys(files), texts, message }).id;
		},
		async breakDown() {
			fault = "the host does not answer";
		},
		remove: () => rm(folder, { recursive: true, force: true }),
	};
});
