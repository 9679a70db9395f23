import type { ArtifactKind } from "#db/vocabulary.ts";

/** A file that a build left, as the storage has it. */
export interface CollectedArtifact {
	/** The same for the same build and path, so that collecting twice keeps one row. */
	readonly id: string;
	readonly name: string;
	/** Relative to the workspace. */
	readonly relativePath: string;
	readonly sizeBytes: number;
	readonly contentType: string;
	readonly kind: ArtifactKind;
	readonly sha256: string;
	readonly storageKey: string;
}
