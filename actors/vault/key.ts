import { hkdfSync, randomBytes } from "node:crypto";

/** The encryption key is not one: names the variable, never the value. */
export class KeyMalformed extends Error {
	readonly code = "key_malformed";
	constructor() {
		super(
			'OORE_ENCRYPTION_KEY is not a key: it must be 64 hex digits (or 44 characters of base64), 32 bytes in all. Make one with "openssl rand -hex 32".',
		);
		this.name = "KeyMalformed";
	}
}

/** @throws KeyMalformed */
export function readKey(text: string): Buffer {
	// Buffer.from stops silently at a bad digit: the whole text is looked at first.
	if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, "hex");
	if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return Buffer.from(text, "base64");
	throw new KeyMalformed();
}

export function newKey(): string {
	return randomBytes(32).toString("hex");
}

/** A key for one purpose (HKDF-SHA256). */
export function derive(key: Buffer, purpose: string): Buffer {
	return Buffer.from(hkdfSync("sha256", key, "", purpose, 32));
}
