import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** SHA-256 in hex, of bytes or of a file read in pieces. */
export default async function digest(source: Uint8Array | { path: string }): Promise<string> {
	const hash = createHash("sha256");
	if (source instanceof Uint8Array) return hash.update(source).digest("hex");
	await pipeline(createReadStream(source.path, { highWaterMark: 1024 * 1024 }), hash);
	return hash.digest("hex");
}
