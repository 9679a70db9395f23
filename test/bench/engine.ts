import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { archive } from "./archive.ts";
import { type Measured, timed } from "./measure.ts";
import { queueGrant } from "./queue.ts";

/** Parts of the build engine by themselves. */
export async function engine(): Promise<Measured[]> {
	return [await aliasBomb(), ...(await queueGrant()), ...(await archive())];
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
