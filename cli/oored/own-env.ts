import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { newKey } from "#actors/vault/key.ts";

/** The server's own secrets, made at its first start in an empty folder; 0600. */
export function ownEnvPath(dataDir: string): string {
	return join(dataDir, "oore.env");
}

/** What stands in the folder's own file; the process's environment goes before it. */
export function readOwnEnv(dataDir: string): Record<string, string | undefined> {
	const path = ownEnvPath(dataDir);
	return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
}

/**
 * Make the folder, and in an empty one the key and the token. A folder with a database but without the file is left
 * as it is: its secrets are kept somewhere else.
 * @returns true when they were made now
 */
export function ensureOwnEnv(dataDir: string, databasePath: string): boolean {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const path = ownEnvPath(dataDir);
	if (existsSync(path) || existsSync(databasePath)) return false;
	const text = `# Made by oored at its first start. Keep a copy: without the key, stored secrets cannot be read.\nOORE_ENCRYPTION_KEY=${newKey()}\nOORE_ADMIN_TOKEN=${randomBytes(24).toString("base64url")}\n`;
	writeFileSync(path, text, { mode: 0o600, flag: "wx" });
	return true;
}
