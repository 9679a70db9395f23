import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createMachine } from "xstate";
import { system } from "#actors/system.ts";
import { wire } from "#actors/wiring.ts";
import { actorKinds } from "#http/contract/actor-kinds.ts";
import { machinesOf } from "#runtime/index.ts";
import type { ChartEdge, ChartLayout, ChartState } from "../../web/machines/chart-layout.ts";
import { definitionOf } from "../../web/machines/definition.ts";
import { chartFiles } from "../../web/machines/layout.ts";
import { placed } from "../../web/machines/placed.ts";

const folder = join(import.meta.dirname, "../../web/machines");
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const charts = names.map((name) => JSON.parse(textOf(name)) as ChartLayout);

describe("the charts in web/machines", () => {
	let fresh: ReadonlyMap<string, string>;
	beforeAll(async () => {
		fresh = await chartFiles();
	});

	test.each(names)("%s is what its machine is now", (name) => {
		expect(textOf(name) === fresh.get(name), `${name} is stale: run \`npm run machines\`.`).toBe(true);
	});

	test("are there for every machine of the tree, and for no other", () => {
		const nothing: unknown = new Proxy(() => nothing, { get: () => nothing });
		const tree = system(wire(nothing as never), { maxConcurrentBuilds: 1, janitorIntervalMs: 1 });
		const kinds = machinesOf(tree).map(({ machine }) => `${machine.id}.json`);
		expect(names.toSorted(), "Run `npm run machines`; remove charts of machines that are gone.").toEqual(
			kinds.toSorted(),
		);
		expect([...fresh.keys()].toSorted()).toEqual(kinds.toSorted());
		expect([...actorKinds.map((kind) => `${kind}.json`)].toSorted()).toEqual([...kinds, "supervisor.json"].toSorted());
	});
});

describe.each(charts.map((chart) => [chart.kind, chart] as const))("the chart of %s", (_kind, chart) => {
	test("has its boxes apart", () => expect(overlappingSiblings(chart)).toEqual([]));
	test("has children within their parents", () => expect(escapedChildren(chart)).toEqual([]));
	test("has every label, and all of it inside the drawing", () => expect(labelsOutside(chart)).toEqual([]));
	test("has no label on another one", () => expect(labelsOnLabels(chart)).toEqual([]));
	test("has no label on a box that is not around it", () => expect(labelsOnBoxes(chart)).toEqual([]));
	test("has no line through a label", () => expect(linesThroughLabels(chart)).toEqual([]));
});

test("a machine of thirty states can be read too", async () => {
	const states = Object.fromEntries(
		Array.from({ length: 30 }, (_, index) => [
			`state${index}`,
			{
				on: {
					"went.on": { target: `state${(index + 1) % 30}` },
					"was.cancelled": { target: "state29" },
					...(index % 3 === 0 && { "skipped.some": { guard: "mayBeSkipped", target: `state${(index + 4) % 30}` } }),
				},
			},
		]),
	);
	const machine = createMachine({ id: "long", initial: "state0", states });
	const chart = await placed(definitionOf(machine));
	expect(chart.states.length).toBe(30);
	expect(overlappingSiblings(chart)).toEqual([]);
	expect(labelsOutside(chart)).toEqual([]);
	expect(labelsOnLabels(chart)).toEqual([]);
	expect(labelsOnBoxes(chart)).toEqual([]);
	expect(linesThroughLabels(chart)).toEqual([]);
});

interface Area {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

function overlappingSiblings({ states }: ChartLayout): string[] {
	return pairs(states)
		.filter(([a, b]) => a.parent === b.parent && overlap(a, b))
		.map(([a, b]) => `${a.id} on ${b.id}`);
}

function escapedChildren({ states }: ChartLayout): string[] {
	const parentOf = (state: ChartState) => states.find(({ id }) => id === state.parent);
	return states.filter((state) => state.parent !== null && !holds(parentOf(state), state)).map(({ id }) => id);
}

function labelsOutside({ edges, width, height }: ChartLayout): string[] {
	const drawing = { x: 0, y: 0, width, height };
	return edges.filter((edge) => edge.label === "" || !holds(drawing, labelArea(edge))).map(inWords);
}

function labelsOnLabels({ edges }: ChartLayout): string[] {
	return pairs(edges)
		.filter(([a, b]) => overlap(labelArea(a), labelArea(b)))
		.map(([a, b]) => `${inWords(a)} on ${inWords(b)}`);
}

function labelsOnBoxes({ states, edges }: ChartLayout): string[] {
	return edges.flatMap((edge) =>
		states
			.filter((state) => overlap(labelArea(edge), state) && !holds(state, labelArea(edge)))
			.map((state) => `${inWords(edge)} on ${state.id}`),
	);
}

function linesThroughLabels({ edges }: ChartLayout): string[] {
	return edges.flatMap((line) =>
		line.points.slice(1).flatMap((to, index) => {
			const from = line.points[index] ?? to;
			const area = {
				x: Math.min(from[0], to[0]),
				y: Math.min(from[1], to[1]),
				width: Math.abs(from[0] - to[0]),
				height: Math.abs(from[1] - to[1]),
			};
			return edges
				.filter((edge) => overlap(area, labelArea(edge)))
				.map((edge) => `${inWords(line)} on ${inWords(edge)}`);
		}),
	);
}

function labelArea({ labelX, labelY, labelWidth, labelHeight }: ChartEdge): Area {
	return { x: labelX, y: labelY, width: labelWidth, height: labelHeight };
}

function inWords({ from, to, label }: ChartEdge): string {
	return `${from} → ${to}: ${label}`;
}

function holds(outer: Area | undefined, inner: Area): boolean {
	if (outer === undefined) return false;
	const isWide = inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width;
	return isWide && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}

/** Touching is not overlapping; numbers are rounded to a tenth. */
function overlap(a: Area, b: Area): boolean {
	const apart = 0.2;
	const beside = a.x + a.width <= b.x + apart || b.x + b.width <= a.x + apart;
	return !beside && a.y + a.height > b.y + apart && b.y + b.height > a.y + apart;
}

function pairs<T>(all: readonly T[]): (readonly [T, T])[] {
	return all.flatMap((a, index) => all.slice(index + 1).map((b) => [a, b] as const));
}
