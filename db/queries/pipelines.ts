import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "../open.ts";
import { pipelines } from "../schema/pipelines.ts";
import type { ConfigFormat } from "../vocabulary.ts";

export type PipelineRow = typeof pipelines.$inferSelect;

/** What is stored for a repository now. */
export interface StoredPipeline {
	readonly id: string;
	readonly name: string;
	readonly content: string;
	readonly format: ConfigFormat;
	readonly savedBy: string;
	readonly createdAt: number;
}

export function storedPipeline({ query }: Db, repositoryId: string): StoredPipeline | undefined {
	const newest = query
		.select()
		.from(pipelines)
		.where(eq(pipelines.repositoryId, repositoryId))
		.orderBy(desc(pipelines.id))
		.limit(1)
		.get();
	return newest && newest.content !== null ? { ...newest, content: newest.content } : undefined;
}

/** Every save and removal, newest first. */
export function pipelineHistory({ query }: Db, repositoryId: string, limit: number, cursor?: string): PipelineRow[] {
	return query
		.select()
		.from(pipelines)
		.where(and(eq(pipelines.repositoryId, repositoryId), cursor === undefined ? undefined : lt(pipelines.id, cursor)))
		.orderBy(desc(pipelines.id))
		.limit(limit)
		.all();
}

export function pipelineVersion({ query }: Db, repositoryId: string, id: string): PipelineRow | undefined {
	return query
		.select()
		.from(pipelines)
		.where(and(eq(pipelines.repositoryId, repositoryId), eq(pipelines.id, id)))
		.get();
}
