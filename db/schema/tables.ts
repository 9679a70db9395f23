/** Every table that a projection or a request may write, by the name they use for it. */
export { artifacts } from "./artifacts.ts";
export { buildSteps, builds } from "./builds.ts";
export { pipelines } from "./pipelines.ts";
export { repositories } from "./repositories.ts";
export { secrets } from "./secrets.ts";
export { sessions } from "./sessions.ts";
export { webhookEvents, webhookPayloads } from "./webhooks.ts";
