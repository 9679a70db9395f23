import { repositoryByName } from "#db/queries/repositories.ts";
import { buildsOfEvent } from "#db/queries/webhooks.ts";
import type { Provider } from "#db/vocabulary.ts";
import { type Clock, NotAccepting } from "#runtime/index.ts";
import { cancelBuild } from "../build/cancel-build.ts";
import { triggerBuild } from "../build/trigger-build.ts";
import type { Ci } from "../ci.ts";
import { Refusal } from "../refusals.ts";
import { idleDelivery, pushDelivery, type Review, reviewDelivery, type SimulatedDelivery } from "./deliveries.ts";
import { brokenPipeline } from "./sample-pipelines.ts";
import type { Fate } from "./scenario.ts";
import type { CommitOptions, SimulatedCommit, SimulatedRepository, World } from "./world.ts";

export const kinds = ["push", "review", "tag", "docs", "skipped", "idle", "gone", "broken", "byHand"] as const;

/** Something that people do with a repository. */
export interface Happening {
	/** `owner/name`. */
	readonly repository: string;
	readonly kind: (typeof kinds)[number];
	/** The main one when absent. */
	readonly branch?: string;
	readonly tag?: string;
	readonly fate?: Fate;
	readonly pace?: number;
}

export interface TrafficParts {
	readonly ci: Ci;
	readonly world: World;
	readonly clock: Clock;
	/** Whether a provider is at fault now. */
	readonly isFaulty: (provider: Provider) => boolean;
}

/** From the range of addresses that is kept for examples. */
const sourceIp = "192.0.2.10";
/** How long a build may run before somebody has had enough of it. */
const patienceMs = 14_000;
/** A provider tries again. */
const attempts = 3;

/** What comes from outside: deliveries as providers send them, taken in where a verified one is. */
export class Traffic {
	readonly #parts: TrafficParts;
	readonly #reviews = new Map<string, Review>();

	constructor(parts: TrafficParts) {
		this.#parts = parts;
	}

	/** Resolves when it is on disk. A repository that is not there any more is passed over. */
	async happen({ repository: name, kind, branch, tag, ...how }: Happening): Promise<void> {
		const { world, ci, isFaulty } = this.#parts;
		const repository = world.repositories.find((each) => `${each.owner}/${each.name}` === name);
		const id =
			repository && repositoryByName(ci.outside.db, repository.provider, repository.owner, repository.name)?.id;
		if (!repository || id === undefined) return;
		if (kind === "byHand") return this.#triggerByHand(id);
		if (repository.losesSecret && isFaulty(repository.provider)) return this.#reject(id);
		const { delivery, commit } = this.#deliveryOf(repository, kind, { branch, tag, how });
		const eventId = await this.#receive(id, repository, delivery);
		if (commit?.fate === "abandoned" && eventId !== undefined) this.#abandonLater(eventId, commit);
	}

	#deliveryOf(
		repository: SimulatedRepository,
		kind: Exclude<Happening["kind"], "byHand">,
		{
			branch = "main",
			tag = "v1.0.0",
			how,
		}: { branch: string | undefined; tag: string | undefined; how: CommitOptions },
	): { delivery: SimulatedDelivery; commit?: SimulatedCommit } {
		const pushed = (ref: string, options: CommitOptions = {}) => {
			const commit = this.#parts.world.push(repository, ref, { ...how, ...options });
			return { commit, delivery: pushDelivery(repository, ref, commit) };
		};
		const ref = `refs/heads/${branch}`;
		switch (kind) {
			case "push":
				return pushed(ref);
			case "tag":
				return pushed(`refs/tags/${tag}`, { message: `Release ${tag}` });
			case "docs":
				return pushed(ref, { message: "Say how to set it up", changes: ["docs/setup.md"] });
			case "skipped":
				return pushed(ref, { message: "Sort the words of the readme [skip ci]", changes: ["README.md"] });
			case "broken":
				return pushed(ref, {
					message: "Move the tests",
					changes: ["oore.yaml"],
					texts: { "oore.yaml": brokenPipeline },
				});
			case "review":
				return this.#review(repository, branch, how);
			case "idle":
				return { delivery: idleDelivery(repository) };
			case "gone": {
				const { commit } = pushed(ref);
				const forced = commit.id.split("").reverse().join("");
				return { delivery: pushDelivery(repository, ref, { ...commit, id: forced }) };
			}
		}
	}

	#review(repository: SimulatedRepository, branch: string, how: CommitOptions) {
		const key = `${repository.cloneUrl} ${branch}`;
		const known = this.#reviews.get(key);
		const review = known ? { ...known, isNew: false } : { number: 120 + this.#reviews.size, branch, isNew: true };
		this.#reviews.set(key, review);
		const commit = this.#parts.world.push(repository, `refs/heads/${branch}`, how);
		const place = repository.provider === "gitlab" ? "merge-requests" : "pull";
		repository.refs.set(`refs/${place}/${review.number}/head`, commit.id);
		return { commit, delivery: reviewDelivery(repository, review, commit) };
	}

	async #receive(
		repositoryId: string,
		{ provider }: SimulatedRepository,
		{ eventType, body: json }: SimulatedDelivery,
	): Promise<string | undefined> {
		const { ci } = this.#parts;
		const deliveryId = ci.outside.newId();
		const body = Buffer.from(JSON.stringify(json));
		const headers = headersOf(provider, eventType, deliveryId);
		const receipt = await ci.receive({ provider, eventType, deliveryId, repositoryId, body, json, sourceIp, headers });
		return receipt.status === "full" ? undefined : receipt.eventId;
	}

	async #triggerByHand(repositoryId: string): Promise<void> {
		const { kernel, outside } = this.#parts.ci;
		// A provider that does not answer is told to whoever clicked.
		await triggerBuild(kernel, outside, { repositoryId }, new AbortController().signal).catch(ifRefused);
	}

	/** As a delivery with a wrong signature does. */
	async #reject(id: string): Promise<void> {
		for (let attempt = 0; attempt < attempts; attempt++)
			await this.#parts.ci.kernel.turn((turn) => turn.send(`repositories/${id}`, { type: "delivery.rejected" }));
	}

	#abandonLater(eventId: string, { author, pace }: SimulatedCommit): void {
		const { ci, clock } = this.#parts;
		clock.setTimeout(() => {
			for (const build of buildsOfEvent(ci.outside.db, eventId))
				void cancelBuild(ci.kernel, ci.outside, build, author).catch(ifRefused);
		}, patienceMs * pace);
	}
}

/** The build may be over, or the server. */
export function ifRefused(error: unknown): void {
	if (!(error instanceof Refusal) && !(error instanceof NotAccepting)) throw error;
}

/** As the provider would send it along. */
function headersOf(provider: Provider, eventType: string, deliveryId: string): Record<string, string> {
	const type = { "content-type": "application/json" };
	switch (provider) {
		case "github":
			return {
				...type,
				"user-agent": "GitHub-Hookshot/0000000",
				"x-github-event": eventType,
				"x-github-delivery": deliveryId,
			};
		case "gitlab":
			return { ...type, "user-agent": "GitLab/18.0.0", "x-gitlab-event": eventType, "x-gitlab-event-uuid": deliveryId };
		case "git":
			return { ...type, "x-github-event": eventType, "x-oore-delivery": deliveryId };
	}
}
