import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ArtifactKind } from "../vocabulary.ts";

export const artifacts = sqliteTable(
	"artifacts",
	{
		id: text().primaryKey(),
		buildId: text("build_id").notNull(),
		name: text().notNull(),
		relativePath: text("relative_path").notNull(),
		sizeBytes: integer("size_bytes").notNull(),
		contentType: text("content_type").notNull(),
		kind: text().$type<ArtifactKind>().notNull(),
		checksumSha256: text("checksum_sha256").notNull(),
		/** Where the storage keeps it. */
		storageKey: text("storage_key").notNull(),
		createdAt: integer("created_at").notNull(),
		/** Set when retention removed the file; the row stays, so that a download can say so. */
		removedAt: integer("removed_at"),
	},
	(t) => [index("artifacts_by_build").on(t.buildId)],
);
