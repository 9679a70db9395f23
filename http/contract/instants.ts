import { z } from "zod";
import { artifact } from "./artifacts.ts";
import { build, step } from "./builds.ts";
import { time } from "./page.ts";

export const instantQuery = z.object({
	/** Id of a journal entry, the build's own or another's. */
	at: z.coerce.number().int().min(1),
});

/** A build as it was after a journal entry. */
export const buildThen = z.object({
	/** When the last thing had happened to it by then. */
	at: time,
	build,
	steps: z.array(step),
	artifacts: z.array(artifact),
});
export type BuildThen = z.infer<typeof buildThen>;
