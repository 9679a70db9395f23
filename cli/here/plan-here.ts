import { join } from "node:path";
import { parseEnv } from "node:util";
import type { BuildPlan, PlannedScript } from "#actors/build/build-plan.ts";
import { planWorkflow } from "#actors/build/plan-workflow.ts";
import { chooseWorkflow } from "#actors/pipeline/choose-workflow.ts";
import { setSecrets } from "#actors/secret/store-secrets.ts";
import { UsageError } from "../program.ts";
import type { Checkout } from "./checkout.ts";
import type { CiHere } from "./open-ci.ts";

export interface HereOrder {
	/** The one named default, else the first, when absent. */
	readonly workflow: string | undefined;
	/** Names or numbers of the only steps that are wanted; none means all. */
	readonly steps: readonly string[];
	readonly inputs: Readonly<Record<string, string>>;
	/** Text of a .env file; may be empty. */
	readonly secrets: string;
	/** Run the scripts of publishing too. */
	readonly publish: boolean;
}

const repositoryId = "local";
/** Where the secrets of the command line are; no pipeline can name it. */
const ownGroup = "--secrets";

/** The build of a checkout as it is. @throws UsageError for inputs and steps that do not fit, Refusal for a workflow that is not there */
export async function planHere(ci: CiHere, checkout: Checkout, order: HereOrder): Promise<BuildPlan> {
	const id = ci.outside.newId();
	const facts = {
		id,
		repository: { id: repositoryId, defaultBranch: checkout.event.branch ?? "main", slug: checkout.slug },
		webhookEventId: null,
		event: checkout.event,
		configSource: checkout.source,
		limits: ci.outside.limits,
		places: { workspace: checkout.folder, own: join(ci.folder, "own"), runs: join(ci.folder, "runs", id) },
		baseUrl: ci.outside.baseUrl(),
	};
	const workflow = chooseWorkflow(checkout.pipeline, order.workflow);
	const changes = { kind: "everything", why: "It was started by hand." } as const;
	const planned = planWorkflow(workflow, { facts, payload: {}, chosen: order.inputs, changes, byHand: true });
	if (!planned.starts) throw new UsageError(planned.reason);
	const { plan } = planned;
	return {
		...plan,
		groups: [...plan.groups, ...(await withSecrets(ci, order.secrets))],
		scripts: only(plan.scripts, order.steps),
		publishing: order.publish ? plan.publishing : plan.publishing.map((script) => ({ ...script, skip: unpublished })),
	};
}

const unpublished = "Publishing is the server's: --publish runs it here.";

async function withSecrets({ kernel, outside }: CiHere, text: string): Promise<string[]> {
	const values = parseEnv(text) as Record<string, string>;
	if (Object.keys(values).length === 0) return [];
	await setSecrets(kernel, outside, { repositoryId: "", group: ownGroup, values, savedBy: ownGroup });
	return [ownGroup];
}

function only(scripts: readonly PlannedScript[], wanted: readonly string[]): PlannedScript[] {
	if (wanted.length === 0) return [...scripts];
	const chosen = new Set(wanted.flatMap((step) => indexesOf(scripts, step)));
	return scripts.map((script, index) =>
		chosen.has(index) ? { ...script, skip: null } : { ...script, skip: script.skip ?? "It was not asked for." },
	);
}

function indexesOf(scripts: readonly PlannedScript[], wanted: string): number[] {
	const found = scripts.flatMap(({ name }, index) =>
		String(index) === wanted || name.toLowerCase() === wanted.toLowerCase() ? [index] : [],
	);
	if (found.length > 0) return found;
	const known = scripts.map(({ name }, index) => `${index} ${name}`).join(", ");
	throw new UsageError(`There is no step "${wanted}". The workflow has: ${known}.`);
}
