import { chanceOf, commitId } from "./chance.ts";
import type { SampleRepository } from "./sample-repositories.ts";
import type { Fate } from "./scenario.ts";

export interface SimulatedCommit {
	readonly id: string;
	/** Of its repository. */
	readonly cloneUrl: string;
	readonly parent: string | undefined;
	readonly message: string;
	readonly author: string;
	/** Paths that it changes. */
	readonly changes: readonly string[];
	/** What stands in the files that Oore looks at. */
	readonly texts: Readonly<Record<string, string>>;
	readonly fate: Fate;
	/** Its builds take so many times as long as usual. */
	readonly pace: number;
}

export interface SimulatedRepository extends SampleRepository {
	/** At its provider. */
	readonly number: number;
	/** Commits by full ref. */
	readonly refs: Map<string, string>;
}

export type CommitOptions = Partial<Omit<SimulatedCommit, "id" | "cloneUrl" | "parent">>;

/** Made up for what somebody adds to a demo. */
const unknownSample = { owner: "", name: "", texts: { "pubspec.yaml": "name: sample\n" }, people: ["somebody"] };
const main = "refs/heads/main";

/** The providers' side of a demo: repositories and their commits, in memory, the same for the same seed. */
export class World {
	readonly repositories: readonly SimulatedRepository[];
	readonly #seed: string;
	readonly #byUrl = new Map<string, SimulatedRepository>();
	readonly #commits = new Map<string, SimulatedCommit>();
	/** Of each workflow at a commit that chance struck, the build that it struck. */
	readonly #victims = new Map<string, string>();

	constructor(seed: string, samples: readonly SampleRepository[]) {
		this.#seed = seed;
		this.repositories = samples.map((sample) => this.#add(sample));
	}

	/** What is there; of an address that nobody knows, something with a commit in it. */
	at(cloneUrl: string): SimulatedRepository {
		const known = this.#byUrl.get(cloneUrl);
		if (known) return known;
		const provider = cloneUrl.includes("github.com") ? "github" : cloneUrl.includes("gitlab") ? "gitlab" : "git";
		return this.#add({ ...unknownSample, provider, cloneUrl, work: [["First commit", "pubspec.yaml"]] });
	}

	commit(id: string): SimulatedCommit | undefined {
		return this.#commits.get(id);
	}

	/** One of a repository, whose id begins so. */
	find(cloneUrl: string, prefix: string): SimulatedCommit | undefined {
		for (const commit of this.#commits.values())
			if (commit.cloneUrl === cloneUrl && commit.id.startsWith(prefix)) return commit;
		return undefined;
	}

	/** A new commit on a ref, which begins at the main branch. */
	push(repository: SimulatedRepository, ref: string, options: CommitOptions = {}): SimulatedCommit {
		const id = commitId(this.#seed, repository.cloneUrl, this.#commits.size);
		const chance = chanceOf(id);
		const [message, ...changes] = chance.pick(repository.work);
		const commit: SimulatedCommit = {
			id,
			cloneUrl: repository.cloneUrl,
			parent: repository.refs.get(ref) ?? repository.refs.get(main),
			message,
			author: chance.pick(repository.people),
			changes,
			texts: repository.texts,
			fate: "well",
			pace: 1,
			...options,
		};
		this.#commits.set(id, commit);
		repository.refs.set(ref, id);
		return commit;
	}

	/** What was changed on the way from either to what both come from. Undefined where one is not there. */
	changesBetween(from: string, to: string): readonly string[] | undefined {
		const [here, there] = [this.#history(from), this.#history(to)];
		if (here.length === 0 || there.length === 0) return undefined;
		const own = [...here.filter((at) => !there.includes(at)), ...there.filter((at) => !here.includes(at))];
		return [...new Set(own.flatMap(({ changes }) => changes))];
	}

	/** A commit and all that it follows, newest first. */
	#history(id: string): readonly SimulatedCommit[] {
		const commits: SimulatedCommit[] = [];
		for (let at = this.commit(id); at; at = at.parent === undefined ? undefined : this.commit(at.parent))
			commits.push(at);
		return commits;
	}

	/** What becomes of a build. The code's fault strikes every build of a commit, the machine's only the first. */
	fateOf({ commit, workflow, id }: { commit: string; workflow: string; id: string }): Fate {
		const { fate } = this.commit(commit) ?? { fate: "well" };
		if (!["hangs", "cannotStart", "killed"].includes(fate)) return fate;
		const key = `${commit} ${workflow}`;
		const victim = this.#victims.get(key) ?? id;
		this.#victims.set(key, victim);
		return victim === id ? fate : "well";
	}

	#add(sample: SampleRepository): SimulatedRepository {
		const repository = { ...sample, number: 4_100 + this.#byUrl.size, refs: new Map<string, string>() };
		this.#byUrl.set(sample.cloneUrl, repository);
		this.push(repository, main);
		return repository;
	}
}
