import type { ArtifactRow } from "#db/queries/builds.ts";
import { isoTime } from "./as-json.ts";
import type { Artifact } from "./contract/artifacts.ts";
import { paths } from "./contract/paths.ts";

/** An artifact's row as the API has it. */
export function artifactJson(row: ArtifactRow): Artifact {
	return {
		id: row.id,
		build_id: row.buildId,
		name: row.name,
		relative_path: row.relativePath,
		size_bytes: row.sizeBytes,
		content_type: row.contentType,
		kind: row.kind,
		checksum_sha256: row.checksumSha256,
		created_at: isoTime(row.createdAt),
		download_url: paths.artifactDownload(row.buildId, row.id),
	};
}
