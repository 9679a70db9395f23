import { asPort, durable, effect } from "#runtime/index.ts";
import { buildMachine } from "./build/build.machine.ts";
import { projectBuild, projectBuildCrash } from "./build/build.projection.ts";
import { cleanUp } from "./build/clean-up.ts";
import { findPrevious } from "./build/find-previous.ts";
import { keepArtifacts } from "./build/keep-artifacts.ts";
import { prepareWorkspace } from "./build/prepare-workspace.ts";
import { janitorMachine } from "./janitor/janitor.machine.ts";
import { prune } from "./janitor/prune.ts";
import type { Outside } from "./outside.ts";
import { queueMachine } from "./queue/queue.machine.ts";
import { readWaiting } from "./queue/read-waiting.ts";
import { repositoryMachine } from "./repository/repository.machine.ts";
import { projectRepository } from "./repository/repository.projection.ts";
import { endScript } from "./step/end-script.ts";
import { stepMachine } from "./step/step.machine.ts";
import { projectStep } from "./step/step.projection.ts";
import type { Wired } from "./system.ts";
import { decide } from "./webhook/decide.ts";
import { webhookMachine } from "./webhook/webhook.machine.ts";
import { projectWebhook, projectWebhookCrash } from "./webhook/webhook.projection.ts";

/** Fill every port with its effect: the only file that knows machines and effects both. */
export function wire(outside: Outside): Wired {
	const step = stepMachine.provide({
		actors: {
			runScript: effect((order, { signal }) => outside.runner.run(order, signal)),
			endScript: effect(endScript(outside.runner)),
		},
	});
	const build = buildMachine.provide({
		actors: {
			findPrevious: effect(findPrevious(outside)),
			prepareWorkspace: effect(prepareWorkspace(outside)),
			collectArtifacts: effect(keepArtifacts(outside)),
			cleanUp: effect(cleanUp(outside)),
			step: asPort(durable(step, { project: projectStep })),
		},
	});
	return {
		repository: durable(repositoryMachine, { project: projectRepository }),
		queue: durable(queueMachine.provide({ actors: { readWaiting: effect(readWaiting(outside.db)) } })),
		build: durable(build, { project: projectBuild, projectCrash: projectBuildCrash }),
		webhook: durable(webhookMachine.provide({ actors: { decide: effect(decide(outside)) } }), {
			project: projectWebhook,
			projectCrash: projectWebhookCrash,
		}),
		janitor: durable(janitorMachine.provide({ actors: { prune: effect(prune(outside)) } })),
	};
}
