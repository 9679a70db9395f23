import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { builds } from "./builds.ts";
import { engine } from "./engine.ts";
import type { Measured } from "./measure.ts";
import { pages } from "./pages.ts";
import { starts } from "./starts.ts";
import { transitions } from "./transitions.ts";
import { webhooks } from "./webhooks.ts";

/** `npm run bench [part …]`: each measure beside its floor in the same run, as a table and as test-results/bench.json. */
const parts: Readonly<Record<string, () => Promise<Measured | Measured[]>>> = {
	transitions,
	webhooks,
	builds,
	engine,
	starts,
	pages,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0)
	throw new Error(`There is no part ${unknown.join(", ")}. There are: ${Object.keys(parts).join(", ")}.`);

const results: Measured[] = [];
for (const [name, measure] of Object.entries(parts)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	process.stderr.write(`measuring ${name} …\n`);
	results.push(...[await measure()].flat());
}

const number = (value: number) => value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 2 : 0 });
console.log(`${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.version}\n`);
console.log("| measure | value | floor | ratio | wanted | |\n| --- | ---: | ---: | ---: | --- | --- |");
for (const { name, value, floor, unit, wanted: aim, reached, note } of results) {
	const ratio = floor === null ? "" : number(value / floor);
	console.log(
		`| ${name}${note ? ` (${note})` : ""} | ${number(value)} ${unit} | ${floor === null ? "" : `${number(floor)} ${unit}`} | ${ratio} | ${aim} | ${reached ? "✓" : "missed"} |`,
	);
}
mkdirSync("test-results", { recursive: true });
writeFileSync(
	"test-results/bench.json",
	`${JSON.stringify({ at: new Date().toISOString(), node: process.version, cpus: cpus().length, results }, null, "\t")}\n`,
);
process.exit(0);
