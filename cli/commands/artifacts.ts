import type { Artifact } from "#http/contract/artifacts.ts";
import { size } from "#http/contract/words.ts";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { downloadArtifact } from "../download-artifact.ts";
import { exitCodes } from "../exit-codes.ts";
import { findBuild } from "../lookup.ts";
import { NotFound } from "../not-found.ts";
import { table } from "../output/table.ts";
import { type Options, UsageError } from "../program.ts";

const outputOption = ["--output <folder>", "Where to; made if it is not there (the current folder)"] as const;

export const artifactCommands: readonly CommandSpec[] = [
	{
		usage: "build artifacts <build>",
		description: "What a build left",
		options: [["--download", "Download all of them"], outputOption],
		examples: ["build artifacts last", "build artifacts last --download --output ./releases"],
		async run(context, [given], options) {
			const build = await findBuild(context, given);
			const rows = await context.client().artifacts(build.id);
			if (options["download"] === true) return downloadAll(context, rows, options);
			answer(context, rows, () =>
				table(
					context.style,
					["ID", "NAME", "TYPE", "SIZE", "SHA-256"],
					rows.map((row) => [row.id, row.relative_path, row.kind, size(row.size_bytes), row.checksum_sha256]),
				),
			);
			if (rows.length === 0) context.io.say("This build left no artifacts. A workflow names them under `artifacts:`.");
			return exitCodes.ok;
		},
	},
	{
		usage: "build download <build> [artifact]",
		description: "Download one artifact, or with --all every one; goes on where it was interrupted",
		options: [["--all", "Every artifact"], outputOption],
		examples: ["build download last --all --output ./releases", "build download last app-release.apk"],
		async run(context, [given, wanted], options) {
			if (wanted === undefined && options["all"] !== true) throw new UsageError("Say which artifact, or --all.");
			const build = await findBuild(context, given);
			const rows = await context.client().artifacts(build.id);
			const chosen =
				wanted === undefined ? rows : rows.filter((row) => [row.id, row.name, row.relative_path].includes(wanted));
			if (chosen.length === 0)
				throw new NotFound(
					wanted === undefined
						? "This build left no artifacts."
						: `Build ${build.id} has no artifact ${wanted}. See oore build artifacts ${build.id}.`,
				);
			return downloadAll(context, chosen, options);
		},
	},
];

async function downloadAll(context: Context, artifacts: readonly Artifact[], options: Options): Promise<number> {
	const folder = (options["output"] as string | undefined) ?? ".";
	const downloaded: { id: string; path: string; size_bytes: number }[] = [];
	for (const artifact of artifacts) {
		const path = await downloadArtifact(context.client(), artifact, folder, artifacts.length > 1, context.signal);
		downloaded.push({ id: artifact.id, path, size_bytes: artifact.size_bytes });
		if (!context.json) context.io.say(`Downloaded ${path} (${size(artifact.size_bytes)})`);
	}
	const total = downloaded.reduce((sum, each) => sum + each.size_bytes, 0);
	if (!context.json && downloaded.length > 1)
		context.io.say(`Downloaded ${downloaded.length} artifacts (${size(total)} in all).`);
	answer(context, downloaded, () => "");
	return exitCodes.ok;
}
