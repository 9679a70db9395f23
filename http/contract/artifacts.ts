import { z } from "zod";
import { artifactKinds } from "#db/vocabulary.ts";
import { id, time } from "./page.ts";

export const artifact = z.object({
	id,
	build_id: id,
	name: z.string(),
	relative_path: z.string(),
	size_bytes: z.number().int(),
	content_type: z.string(),
	kind: z.enum(artifactKinds),
	checksum_sha256: z.string(),
	created_at: time,
	download_url: z.string(),
});
export type Artifact = z.infer<typeof artifact>;

export const artifactParams = z.object({ id, artifact_id: id });
