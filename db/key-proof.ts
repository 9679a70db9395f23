import { createHmac, timingSafeEqual } from "node:crypto";
import type { Db } from "./open.ts";

/** The key is well-formed, but not the one that this database's secrets were sealed with. */
export class WrongKey extends Error {
	readonly code = "wrong_key";
	constructor(path: string) {
		super(
			`OORE_ENCRYPTION_KEY is not the key that ${path} was used with before: its secrets could not be read. Give the server the former key.`,
		);
		this.name = "WrongKey";
	}
}

const name = "encryption_key_proof";

/** Remember which key a database is used with, and refuse another. What is kept tells nothing of the key. @throws WrongKey */
export function proveKey({ sqlite, path }: Db, key: Buffer): void {
	const proof = createHmac("sha256", key).update(name).digest();
	const known = sqlite.prepare("select value from settings where name = ?").pluck().get(name) as string | undefined;
	if (known === undefined)
		sqlite.prepare("insert into settings (name, value) values (?, ?)").run(name, proof.toString("hex"));
	else if (!timingSafeEqual(Buffer.from(known, "hex"), proof)) throw new WrongKey(path);
}
