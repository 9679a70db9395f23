import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import { findArtifacts } from "../artifact/globs.ts";
import { artifactKind } from "../artifact/kind.ts";
import type { Storage } from "../doors.ts";

export interface CollectOrder {
	readonly buildId: string;
	readonly workspace: string;
	readonly patterns: readonly string[];
}

export interface Collected {
	readonly artifacts: readonly CollectedArtifact[];
	readonly warnings: readonly string[];
}

/** Effect: find what the patterns want and store it. A second run stores the same files under the same ids. */
export function collectArtifacts({ storage }: { storage: Storage }) {
	return async (
		{ buildId, workspace, patterns }: CollectOrder,
		{ signal }: { signal: AbortSignal },
	): Promise<Collected> => {
		const { files, warnings } = await findArtifacts(workspace, patterns, signal);
		const artifacts: CollectedArtifact[] = [];
		for (const { path, relativePath } of files) {
			const id = artifactId(buildId, relativePath);
			const storageKey = `${buildId}/${id}`;
			const { sizeBytes, sha256 } = await storage.put(storageKey, path, signal);
			const name = basename(relativePath);
			artifacts.push({ id, name, relativePath, sizeBytes, sha256, storageKey, ...artifactKind(name) });
		}
		return { artifacts, warnings };
	};
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 26 characters as every id has, but always the same for one path of one build. */
function artifactId(buildId: string, relativePath: string): string {
	const hash = createHash("sha256").update(`${buildId}\n${relativePath}`).digest();
	return Array.from(hash.subarray(0, 26), (byte) => alphabet[byte % 32]).join("");
}
