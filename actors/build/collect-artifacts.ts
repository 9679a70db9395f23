import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import { type Found, findArtifacts } from "../artifact/globs.ts";
import { artifactKind } from "../artifact/kind.ts";
import type { Storage } from "../doors.ts";

export interface CollectOrder {
	readonly buildId: string;
	readonly workspace: string;
	readonly patterns: readonly string[];
	/** For `$NAME` in patterns. */
	readonly variables: Readonly<Record<string, string>>;
	/** A second folder of which every file is kept, wherever a script put something there. */
	readonly exports: string;
}

export interface Collected {
	readonly artifacts: readonly CollectedArtifact[];
	readonly warnings: readonly string[];
}

/** Effect: find what the patterns want and store it. A second run stores the same files under the same ids. */
export function collectArtifacts({ storage }: { storage: Storage }) {
	return async (
		{ buildId, workspace, patterns, variables, exports }: CollectOrder,
		{ signal }: { signal: AbortSignal },
	): Promise<Collected> => {
		const named = await findArtifacts(workspace, patterns, signal, variables);
		const exported = await findExported(exports, signal);
		const files = [...named.files, ...exported.files];
		const warnings = [...named.warnings, ...exported.warnings];
		const artifacts: CollectedArtifact[] = [];
		for (const { path, relativePath } of files) {
			signal.throwIfAborted();
			const id = artifactId(buildId, relativePath);
			const storageKey = `${buildId}/${id}`;
			const { sizeBytes, sha256 } = await storage.put(storageKey, path, signal);
			const name = basename(relativePath);
			artifacts.push({ id, name, relativePath, sizeBytes, sha256, storageKey, ...artifactKind(name) });
		}
		return { artifacts, warnings };
	};
}

async function findExported(folder: string, signal: AbortSignal): Promise<Found> {
	const names = await readdir(folder).catch(() => []);
	if (names.length === 0) return { files: [], warnings: [] };
	const { files, warnings } = await findArtifacts(folder, ["**"], signal);
	return { files: files.map((file) => ({ ...file, relativePath: `export/${file.relativePath}` })), warnings };
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 26 characters as every id has, but always the same for one path of one build. */
function artifactId(buildId: string, relativePath: string): string {
	const hash = createHash("sha256").update(`${buildId}\n${relativePath}`).digest();
	return Array.from(hash.subarray(0, 26), (byte) => alphabet[byte % 32]).join("");
}
