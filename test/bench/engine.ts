import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { zipOf } from "#actors/artifact/zip.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { type Measured, median, timed } from "./measure.ts";

/** Parts of the build engine by themselves. */
export async function engine(): Promise<Measured[]> {
	return [await aliasBomb(), ...(await zip())];
}

async function aliasBomb(): Promise<Measured> {
	const bomb = Array.from(
		{ length: 30 },
		(_, i) =>
			`a${i}: &a${i} [${
				i === 0
					? "x"
					: Array(10)
							.fill(`*a${i - 1}`)
							.join()
			}]`,
	).join("\n");
	const large = `${bomb}\n${"# padding\n".repeat(800_000)}`;
	const each: number[] = [];
	for (const text of [bomb, bomb, bomb, large, large])
		each.push(
			await timed(() => {
				if (parsePipeline(text, "oore.yaml").errors.length === 0) throw new Error("The bomb was taken.");
			}),
		);
	const value = Math.max(...each);
	return {
		name: "an alias bomb, as it is and in 8 MB, refused: the slowest of five",
		value,
		floor: null,
		unit: "ms",
		wanted: "< 50 ms",
		reached: value < 50,
	};
}

async function zip(): Promise<Measured[]> {
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const [count, megabytes] = [8, 128];
	const block = Buffer.alloc(1024 * 1024, "artifact");
	const files = Array.from({ length: count }, (_, i) => {
		const path = join(folder, String(i));
		const fd = openSync(path, "w");
		for (let n = 0; n < megabytes; n++) writeSync(fd, block);
		closeSync(fd);
		return { path, name: `${i}.bin`, sizeBytes: megabytes * block.length, modifiedAt: 0 };
	});
	const out = join(folder, "out");
	const cat: number[] = [];
	const own: number[] = [];
	let memoryMost = 0;
	const before = process.memoryUsage.rss();
	for (let round = 0; round < 3; round++) {
		cat.push(
			await timed(() =>
				execFileSync("sh", ["-c", `cat ${files.map(({ path }) => path).join(" ")} > /dev/null; : > ${out}`]),
			),
		);
		own.push(
			await timed(async () => {
				const { stream } = await zipOf(files);
				const nowhere = new Writable({
					write(_chunk, _encoding, done) {
						memoryMost = Math.max(memoryMost, process.memoryUsage.rss() - before);
						done();
					},
				});
				await pipeline(stream, nowhere);
			}),
		);
	}
	rmSync(folder, { recursive: true, force: true });
	const rate = (ms: number) => (count * megabytes * 1_000) / ms;
	const [value, floor] = [rate(median(own)), rate(median(cat))];
	return [
		{
			name: "1 GB of artifacts as one archive",
			value,
			floor,
			unit: "MB/s",
			wanted: "≥ 0.7 × cat",
			reached: value >= 0.7 * floor,
		},
		{
			name: "the same: growth of the memory",
			value: memoryMost / 1e6,
			floor: null,
			unit: "MB",
			wanted: "flat",
			reached: memoryMost < 100e6,
		},
	];
}
