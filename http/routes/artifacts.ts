import { basename, dirname } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { zipOf } from "#actors/artifact/zip.ts";
import { type ArtifactRow, artifactOf, artifactsOf, buildById } from "#db/queries/builds.ts";
import { artifactJson } from "../artifact-of.ts";
import { artifact, artifactParams } from "../contract/artifacts.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { HttpError, notFound } from "../http-error.ts";
import type { App } from "../server.ts";

const tags = ["artifacts"];

export function artifactRoutes(app: App, { ci }: Deps): void {
	const { db, storage } = ci.outside;
	const found = (buildId: string, id: string): ArtifactRow => {
		const row = artifactOf(db, buildId, id);
		if (!row) throw notFound("artifact");
		return row;
	};
	const download = async (row: ArtifactRow): Promise<{ path: string; row: ArtifactRow }> => {
		const path = row.removedAt === null ? await storage.locate(row.storageKey) : undefined;
		if (path === undefined)
			throw new HttpError(
				410,
				"artifact_removed",
				`The file ${row.name} is gone: retention removed it, or somebody deleted it.`,
			);
		return { path, row };
	};

	app.get(
		patterns.artifacts,
		{ schema: { tags, summary: "What a build left", params: idParams, response: { 200: z.array(artifact) } } },
		async (request) => {
			if (!buildById(db, request.params.id)) throw notFound("build");
			return artifactsOf(db, request.params.id).map(artifactJson);
		},
	);
	app.get(
		patterns.artifactsZip,
		{ schema: { tags, summary: "All of them as one archive, made while it is sent", params: idParams } },
		async (request, reply) => {
			const { id } = request.params;
			const build = buildById(db, id);
			if (!build) throw notFound("build");
			const files = await Promise.all(artifactsOf(db, id).map(download));
			if (files.length === 0) throw new HttpError(404, "no_artifacts", "This build left no artifacts.");
			const { stream, sizeBytes } = zipOf(
				files.map(({ path, row }) => ({
					path,
					name: row.relativePath,
					sizeBytes: row.sizeBytes,
					modifiedAt: row.createdAt,
				})),
			);
			reply.headers({
				"content-disposition": `attachment; filename="${asciiName(build.workflowName)}-${build.number ?? 0}.zip"`,
				"content-length": sizeBytes,
				"cache-control": "private",
			});
			return reply.type("application/zip").send(stream);
		},
	);
	app.get(
		patterns.artifact,
		{
			schema: {
				tags,
				summary: "About one artifact for `Accept: application/json`, else the file",
				params: artifactParams,
				response: { 200: artifact },
			},
		},
		async (request, reply) => {
			const row = found(request.params.id, request.params.artifact_id);
			if (request.headers.accept?.includes("application/json")) return artifactJson(row);
			return send(request, reply, await download(row));
		},
	);
	app.get(
		patterns.artifactDownload,
		{ schema: { tags, summary: "The file; Range and ETag", params: artifactParams } },
		async (request, reply) =>
			send(request, reply, await download(found(request.params.id, request.params.artifact_id))),
	);
}

/** Always as a download, never as a page; the content is known by its hash, so it may be kept for ever. */
function send(request: FastifyRequest, reply: FastifyReply, { path, row }: { path: string; row: ArtifactRow }) {
	const etag = `"${row.checksumSha256}"`;
	reply.headers({
		"content-disposition": `attachment; filename="${asciiName(row.name)}"; filename*=UTF-8''${extValue(row.name)}`,
		etag,
		"cache-control": "private, max-age=31536000, immutable",
	});
	const { headers } = request.raw;
	if (headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) return reply.code(304).send();
	// Whoever sends the file knows only its own etags: whether a range still holds is decided here.
	if (headers["if-range"] !== undefined && headers["if-range"] !== etag) delete headers.range;
	delete headers["if-range"];
	reply.type("application/octet-stream").serializer((body: unknown) => body as string);
	return reply.sendFile(basename(path), dirname(path), {
		etag: false,
		cacheControl: false,
		contentType: false,
		dotfiles: "allow",
		lastModified: false,
	});
}

/** Nothing that could end the header or the quoted name. */
function asciiName(name: string): string {
	return name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
}

/** What turns the direction of text around: with it `exe.png` may be a program. */
const turning = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** As RFC 8187 has it; encodeURIComponent leaves four characters that it does not allow. */
function extValue(name: string): string {
	return encodeURIComponent(name.replace(turning, "_")).replace(
		/['()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
