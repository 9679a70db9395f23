import { query } from "@solidjs/router";
import type { ChartLayout } from "../machines/chart-layout.ts";

const files = import.meta.glob<{ default: ChartLayout }>("../machines/*.json");

/** The drawing of a machine by its kind; undefined for an actor that has none, as a supervisor. */
export const chart = query(
	async (kind: string): Promise<ChartLayout | null> => (await files[`../machines/${kind}.json`]?.())?.default ?? null,
	"chart",
);

/** Kinds that are drawn. */
export const drawnKinds = Object.keys(files)
	.map((path) => path.replace(/^.*\/(.*)\.json$/, "$1"))
	.sort();
