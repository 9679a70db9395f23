import { type Changes, judgeChangeset } from "../pipeline/changeset.ts";
import { chooseInputs } from "../pipeline/choose-inputs.ts";
import { judgeCondition } from "../pipeline/condition/judge-condition.ts";
import type { Scope } from "../pipeline/condition/scope.ts";
import { fillIn } from "../pipeline/fill-in.ts";
import type { Script, When, Workflow } from "../pipeline/pipeline.ts";
import type { BuildPlan } from "./build-plan.ts";
import { environmentOf } from "./environment.ts";
import { type PlanFacts, planBuild, planRefusal } from "./plan-build.ts";

/** Under which circumstances a workflow would be built. */
export interface Circumstances {
	/** All about the build but the values of its inputs. */
	readonly facts: Omit<PlanFacts, "inputs">;
	/** The webhook's body, for conditions; empty of a start by hand. */
	readonly payload: Scope["event"];
	/** Values for inputs, as texts; missing ones have their defaults. */
	readonly chosen: Readonly<Record<string, string>>;
	readonly changes: Changes;
	/** Started by hand: the workflow's own `when` is not asked. */
	readonly byHand: boolean;
}

export type Planned =
	| { readonly starts: true; readonly plan: BuildPlan; readonly reason: string }
	| { readonly starts: false; readonly reason: string };

/** The build of a workflow whose triggers have matched, or why there is none. Pure. */
export function planWorkflow(original: Workflow, circumstances: Circumstances): Planned {
	const { payload: event, chosen, changes, byHand } = circumstances;
	const { values: inputs, problems: wrong } = chooseInputs(original.inputs, chosen);
	if (wrong.length > 0) return { starts: false, reason: wrong.join(" ") };
	const facts: PlanFacts = { ...circumstances.facts, inputs };
	// Not the payload: whoever may open a review would write into a script.
	const { workflow, problems } = fillIn(original, { event: {}, env: original.environment, inputs });
	if (problems.length > 0)
		return {
			starts: true,
			plan: planRefusal(facts, workflow.id, problems.join(" ")),
			reason: "It fails at once: not all of its expressions can be filled in.",
		};
	const scope: Scope = { event, env: environmentOf(planBuild(facts, workflow), {}), inputs };
	const own = byHand ? { met: true, reason: "" } : judgeWhen(workflow.when, scope, changes);
	if (!own.met) return { starts: false, reason: own.reason };
	const skipped = ({ when }: Script): string | null => {
		const { met, reason } = judgeWhen(when, scope, changes);
		return met ? null : reason;
	};
	return { starts: true, plan: planBuild(facts, workflow, skipped), reason: own.reason };
}

function judgeWhen(when: When, scope: Scope, changes: Changes): { readonly met: boolean; readonly reason: string } {
	const changeset = when.changeset ? judgeChangeset(when.changeset, changes) : { met: true, reason: "" };
	if (!changeset.met || when.condition === undefined) return changeset;
	const holds = judgeCondition(when.condition, scope);
	if (holds === true) return changeset;
	return { met: false, reason: typeof holds === "string" ? holds : holds.fault };
}

/** Whether any part of a workflow asks what has changed. */
export function asksForChanges({ when, scripts, publishing }: Workflow): boolean {
	const all = [when, ...[...scripts, ...publishing].map((script) => script.when)];
	return all.some(({ changeset }) => changeset !== undefined);
}
