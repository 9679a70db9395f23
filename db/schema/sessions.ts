import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who is logged in to the dashboard. */
export const sessions = sqliteTable("sessions", {
	/** SHA-256 of what the browser keeps, in hex: the row lets nobody in. */
	id: text().primaryKey(),
	/** Of the admin token it was opened with: another token ends it. */
	tokenHash: text("token_hash").notNull(),
	createdAt: integer("created_at").notNull(),
	expiresAt: integer("expires_at").notNull(),
});
