import { mkdir, rm } from "node:fs/promises";
import type { Provider } from "#db/vocabulary.ts";
import type { Git } from "../doors.ts";
import { Refusal } from "../refusals.ts";
import { redactCloneUrl } from "../repository/clone-url.ts";
import type { World } from "./world.ts";

/**
 * Repositories that are only thought of: no process, no network, and of a checkout nothing but its folder.
 * @param faultOf why a provider does not answer, if it does not
 */
export function makeSimulatedGit(world: World, faultOf: (provider: Provider) => string | undefined): Git {
	const fetched = new Set<string>();
	const refuseFaulty = (cloneUrl: string) => {
		const reason = faultOf(world.at(cloneUrl).provider);
		if (reason !== undefined) throw new Refusal("fetch_failed", { repository: redactCloneUrl(cloneUrl), reason });
	};
	return {
		async fetch({ cloneUrl, ref, commit }, signal) {
			signal.throwIfAborted();
			if (commit !== undefined && fetched.has(commit)) return { commit };
			refuseFaulty(cloneUrl);
			const repository = redactCloneUrl(cloneUrl);
			const tip = world.at(cloneUrl).refs.get(ref);
			if (tip === undefined) throw new Refusal("ref_not_found", { ref, repository });
			const found = commit === undefined ? tip : world.find(cloneUrl, commit)?.id;
			if (found === undefined) throw new Refusal("commit_not_found", { sha: commit ?? ref, repository });
			fetched.add(found);
			return { commit: found };
		},
		async look({ commit, paths }) {
			const found = world.commit(commit);
			if (!found) return undefined;
			const path = paths.find((name) => Object.hasOwn(found.texts, name));
			return { message: found.message, file: path === undefined ? undefined : { path, text: found.texts[path] ?? "" } };
		},
		changedFiles: async ({ from, to }) => world.changesBetween(from, to),
		async checkout({ commit, folder }, signal) {
			signal.throwIfAborted();
			if (!world.commit(commit)) throw new Refusal("commit_not_found", { sha: commit, repository: "the mirror" });
			await rm(folder, { recursive: true, force: true });
			await mkdir(folder, { recursive: true, mode: 0o700 });
		},
		removeCheckout: ({ folder }) => rm(folder, { recursive: true, force: true }),
		async defaultRef({ cloneUrl }, signal) {
			signal.throwIfAborted();
			refuseFaulty(cloneUrl);
			return "refs/heads/main";
		},
	};
}
