import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Db } from "#db/open.ts";
import { addSession, removeAllSessions, removeSession, sessionById } from "#db/queries/sessions.ts";

const hourMs = 3_600_000;
/** How long one lasts, and how long with "remember me". */
export const lastsMs = { short: 12 * hourMs, long: 30 * 24 * hourMs };

export interface Session {
	readonly id: string;
	/** ms since 1970. */
	readonly expiresAt: number;
}

/** Logins to the dashboard. What a browser keeps is known here by its hash only. */
export interface Sessions {
	/** Undefined where the token is wrong. */
	open(token: string, remember: boolean): { readonly secret: string; readonly session: Session } | undefined;
	/** Of what a browser sends; undefined when it lets nobody in any more. */
	find(secret: string): Session | undefined;
	isOpen(id: string): boolean;
	close(id: string): void;
	closeAll(): number;
	readonly isRight: (token: string) => boolean;
	/** Whether there is a token at all. */
	readonly guarded: boolean;
}

export function makeSessions(db: Db, adminToken: string | undefined, now: () => number): Sessions {
	const wanted = adminToken === undefined ? undefined : hash(adminToken);
	// Hashes are of equal length, so that comparing takes the same time for every guess.
	const isRight = (token: string) => wanted !== undefined && timingSafeEqual(hash(token), wanted);
	const proof = wanted && hash(wanted.toString("hex")).toString("hex");
	const open = (id: string): Session | undefined => {
		const row = sessionById(db, id);
		return row && row.tokenHash === proof && row.expiresAt > now() ? { id, expiresAt: row.expiresAt } : undefined;
	};
	return {
		isRight,
		guarded: wanted !== undefined,
		open(token, remember) {
			if (!isRight(token) || proof === undefined) return undefined;
			const secret = randomBytes(32).toString("base64url");
			const session = { id: idOf(secret), expiresAt: now() + (remember ? lastsMs.long : lastsMs.short) };
			addSession(db, { ...session, tokenHash: proof, createdAt: now() });
			return { secret, session };
		},
		find: (secret) => open(idOf(secret)),
		isOpen: (id) => open(id) !== undefined,
		close: (id) => removeSession(db, id),
		closeAll: () => removeAllSessions(db),
	};
}

function idOf(secret: string): string {
	return hash(secret).toString("hex");
}

function hash(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}
