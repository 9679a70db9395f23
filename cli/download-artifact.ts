import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Artifact } from "#http/contract/artifacts.ts";
import type { Client } from "#http/contract/client.ts";

/** What came is not what the server keeps. */
export class ChecksumMismatch extends Error {}

/**
 * Into the folder, under its name, or its path in the workspace where there are several. What an interrupted download
 * left is gone on with; the file gets its name only when its SHA-256 is right.
 */
export async function downloadArtifact(
	client: Client,
	artifact: Artifact,
	folder: string,
	keepPath: boolean,
	signal: AbortSignal,
): Promise<string> {
	const root = resolve(folder);
	const path = resolve(root, keepPath ? artifact.relative_path : artifact.name);
	// The server's word is not taken for where to write.
	if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
		throw new Error(`The name ${artifact.relative_path} would leave ${root}.`);
	const part = `${path}.part`;
	await mkdir(dirname(path), { recursive: true });
	const have = await stat(part).then(
		({ size }) => size,
		() => 0,
	);
	const response = await client.download(artifact, have < artifact.size_bytes ? have : 0, signal);
	const goesOn = response.status === 206;
	await pipeline(
		Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
		createWriteStream(part, { flags: goesOn ? "a" : "w" }),
		{ signal },
	);
	const hash = createHash("sha256");
	await pipeline(createReadStream(part), hash);
	if (hash.digest("hex") !== artifact.checksum_sha256) {
		await rm(part);
		throw new ChecksumMismatch(`${artifact.name} did not arrive whole: its SHA-256 is wrong. Download it again.`);
	}
	await rename(part, path);
	return join(folder, keepPath ? artifact.relative_path : artifact.name);
}
