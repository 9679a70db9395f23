import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Every secret that was set, newest id last: of a group's name the newest holds, and one without a value is a removal.
 * What was replaced stays for a while, so that builds that had it still find it to hide.
 */
export const secrets = sqliteTable(
	"secrets",
	{
		id: text().primaryKey(),
		/** Empty for one that every repository may use. */
		repositoryId: text("repository_id").notNull(),
		group: text("group_name").notNull(),
		name: text().notNull(),
		/** Sealed for this row; null where this entry removes what was there. */
		value: text(),
		savedBy: text("saved_by").notNull(),
		createdAt: integer("created_at").notNull(),
	},
	(t) => [index("secrets_by_group").on(t.repositoryId, t.group, t.name, t.id)],
);
