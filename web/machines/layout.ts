import { globSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StateMachine } from "xstate";
import { asText } from "./as-text.ts";
import { definitionOf } from "./definition.ts";
import { placed } from "./placed.ts";

const here = import.meta.dirname;
const actors = join(here, "../../actors");

/** Every machine's chart as its file has it, by the file's name: `build.json` and so on. */
export async function chartFiles(): Promise<ReadonlyMap<string, string>> {
	const files = new Map<string, string>();
	for (const path of globSync("*/*.machine.ts", { cwd: actors }).toSorted()) {
		const exported: unknown[] = Object.values(await import(join(actors, path)));
		for (const machine of exported.filter((each) => each instanceof StateMachine)) {
			const chart = await placed(definitionOf(machine));
			files.set(`${chart.kind}.json`, `${asText(chart)}\n`);
		}
	}
	return files;
}

if (import.meta.main) {
	for (const [name, text] of await chartFiles()) await writeFile(join(here, name), text);
}
