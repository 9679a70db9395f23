import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ConfigFormat } from "../vocabulary.ts";

/** Every pipeline that was stored for a repository, newest id last; the newest holds, and one without content is a removal. */
export const pipelines = sqliteTable(
	"pipelines",
	{
		id: text().primaryKey(),
		repositoryId: text("repository_id").notNull(),
		name: text().notNull(),
		/** As it was saved; null where this entry removes what was stored before. */
		content: text(),
		format: text().$type<ConfigFormat>().notNull(),
		savedBy: text("saved_by").notNull(),
		/** Id of the entry whose content this one brings back. */
		restoredFrom: text("restored_from"),
		createdAt: integer("created_at").notNull(),
	},
	(t) => [index("pipelines_by_repository").on(t.repositoryId, t.id)],
);
