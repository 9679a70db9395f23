import { z } from "zod";
import { configFormats } from "#db/vocabulary.ts";
import { id, time } from "./page.ts";
import { verdict } from "./webhooks.ts";

const content = z.string().max(1024 * 1024, "A pipeline has at most 1 MB.");
const savedBy = z.string().min(1).max(255).optional();

export const storedPipeline = z.object({
	id,
	repository_id: id,
	name: z.string(),
	config_content: z.string(),
	config_format: z.enum(configFormats),
	is_active: z.literal(true),
	saved_by: z.string(),
	created_at: time,
	updated_at: time,
});
export type StoredPipeline = z.infer<typeof storedPipeline>;

export const pipelineToStore = z.strictObject({
	config_content: content,
	/** Of the content; YAML if absent. */
	config_format: z.enum(configFormats).default("yaml"),
	name: z
		.string()
		.regex(/^[\w.-]{1,100}$/, "A name has letters, digits, dots, - and _ only.")
		.default("oore"),
	/** Who, for the history. */
	saved_by: savedBy,
});
export type PipelineToStore = z.input<typeof pipelineToStore>;

/** Each may name versions by their ids, in quotes or without; `*` is any. */
export const preconditions = z.looseObject({
	/** The version that this goes on from. */
	"if-match": z.string().optional(),
	/** `*` where nothing was stored. */
	"if-none-match": z.string().optional(),
});

/** What the repository itself says at the newest commit of its default branch. */
export const ownPipeline = z.object({
	branch: z.string(),
	commit_sha: z.string(),
	/** Null where it has none: builds use the default pipeline then. */
	file: z.object({ path: z.string(), config_content: z.string(), config_format: z.enum(configFormats) }).nullable(),
});
export type OwnPipeline = z.infer<typeof ownPipeline>;

export const pipelineVersion = z.object({
	id,
	name: z.string(),
	/** Null where this entry removed what was stored before. */
	config_content: z.string().nullable(),
	config_format: z.enum(configFormats),
	/** Whether it holds now. */
	is_active: z.boolean(),
	saved_by: z.string(),
	/** The version whose content this one brought back. */
	restored_from: id.nullable(),
	created_at: time,
});
export type PipelineVersion = z.infer<typeof pipelineVersion>;

export const versionParams = z.object({ id, version: id });

export const pipelineText = z.strictObject({
	config_content: content,
	config_format: z.enum(configFormats).optional(),
	/** Its name: tells the language where config_format does not, and `codemagic.*` files mean some things differently. */
	file: z.string().max(255).optional(),
});
export type PipelineText = z.input<typeof pipelineText>;

const problem = z.object({ message: z.string(), line: z.number().int(), column: z.number().int(), path: z.string() });

export const validation = z.object({
	valid: z.boolean(),
	workflows: z.array(z.object({ id: z.string(), name: z.string(), scripts: z.number().int() })),
	errors: z.array(problem),
	warnings: z.array(problem),
});
export type Validation = z.infer<typeof validation>;

export const conversionOrder = z.strictObject({
	config_content: content,
	from: z.enum(configFormats),
	to: z.enum(configFormats),
});
export type ConversionOrder = z.infer<typeof conversionOrder>;
export const conversion = z.object({ config_content: z.string(), config_format: z.enum(configFormats) });
export type Conversion = z.infer<typeof conversion>;

/** Without a pipeline the one that holds now judges. */
export const replayOrder = z.strictObject({
	config_content: content.optional(),
	config_format: z.enum(configFormats).default("yaml"),
	/** Start the builds too. */
	for_real: z.boolean().default(false),
});
export type ReplayOrder = z.input<typeof replayOrder>;

export const decision = z.object({ result: z.string(), verdicts: z.array(verdict), started: z.array(id) });
export type Decision = z.infer<typeof decision>;

const refName = z.string().min(1).max(255);
/** Without a pipeline the one that holds now judges. */
export const supposition = z.strictObject({
	config_content: content.optional(),
	config_format: z.enum(configFormats).default("yaml"),
	/** What might be pushed. */
	event: z.union([
		z.strictObject({ branch: refName }),
		z.strictObject({ tag: refName }),
		/** Of two branches; into the default branch if absent. */
		z.strictObject({ pull_request: z.strictObject({ from: refName, into: refName.optional() }) }),
	]),
});
export type Supposition = z.input<typeof supposition>;

export const trialOrder = z.strictObject({
	config_content: content,
	config_format: z.enum(configFormats).default("yaml"),
	/** How many of the newest deliveries. */
	last: z.number().int().min(1).max(200).default(50),
});
export type TrialOrder = z.input<typeof trialOrder>;

export const trial = z.object({
	event_id: id,
	event_type: z.string(),
	received_at: time,
	/** Names of the workflows. */
	did_start: z.array(z.string()),
	would_start: z.array(z.string()),
	result: z.string(),
	verdicts: z.array(verdict),
});
export type Trial = z.infer<typeof trial>;
