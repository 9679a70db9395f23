import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

/** Where a secret is kept; bound in, so that a ciphertext moved to another row does not open. */
export interface Place {
	readonly table: string;
	readonly column: string;
	readonly row: string;
}

/** The secret cannot be opened: wrong key, wrong place, or not what was sealed. */
export class CannotOpen extends Error {
	readonly code = "secret_unreadable";
	constructor({ table, column, row }: Place, cause?: unknown) {
		super(`The secret in ${table}.${column} of ${row} cannot be opened with this OORE_ENCRYPTION_KEY.`, { cause });
		this.name = "CannotOpen";
	}
}

const algorithm = "aes-256-gcm";
const version = "v1";
const nonceBytes = 12;
// Node takes tags of 4 bytes unless told otherwise.
const tagBytes = 16;

/** AES-256-GCM with a random nonce: `v1.` and base64url of nonce, tag and ciphertext. */
export function seal(key: KeyObject, secret: string, place: Place): string {
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(additional(place));
	const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
	return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

/** @throws CannotOpen */
export function open(key: KeyObject, sealed: string, place: Place): string {
	const bytes = Buffer.from(sealed.slice(version.length + 1), "base64url");
	if (!sealed.startsWith(`${version}.`) || bytes.length < nonceBytes + tagBytes) throw new CannotOpen(place);
	try {
		const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
			.setAAD(additional(place))
			.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
		return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString("utf8");
	} catch (error) {
		throw new CannotOpen(place, error);
	}
}

/** As JSON, so that no two places give the same bytes. */
function additional({ table, column, row }: Place): Buffer {
	return Buffer.from(JSON.stringify([version, table, column, row]));
}
