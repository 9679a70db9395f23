import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const rooms = ["runtime", "db", "actors", "http", "cli", "web", "test"];

interface Source {
	readonly path: string;
	readonly text: string;
	/** Modules it needs when it runs: a path of the tree, or a package's name. */
	readonly imports: readonly string[];
	/** The same with those needed for types only. */
	readonly all: readonly string[];
}

const sources = new Map(
	rooms
		.filter((room) => existsSync(join(root, room)))
		.flatMap(filesOf)
		.map((path) => [path, read(path)]),
);

/** Who may import whom; an arrow that is not here is a defect. The first row that fits a file counts. */
const arrows: readonly (readonly [from: RegExp, to: RegExp])[] = [
	[/^runtime\//, /^(runtime\/|xstate$|piscina$|node:)/],
	[/^db\/vocabulary\.ts/, /^$/],
	[/^db\//, /^(db\/|runtime\/|better-sqlite3$|drizzle-orm|ulid$|node:)/],
	[/^actors\/wiring\.ts/, /^(actors\/|runtime\/)/],
	[/\.machine\.ts$/, /^(actors\/|runtime\/machine\.ts$|xstate$|db\/vocabulary\.ts$)/],
	[/\.projection\.ts$/, /^(actors\/|runtime\/index\.ts$|xstate$|db\/(vocabulary|schema\/tables)\.ts$)/],
	[/^actors\//, /^(actors\/|db\/|runtime\/|xstate$|zod$|yaml$|p-limit$|saxes$|ulid$|node:)/],
	[/^http\/contract\/client\.ts/, /^(http\/contract\/|eventsource-parser)/],
	[/^http\/contract\//, /^(http\/contract\/|zod$|db\/vocabulary\.ts$)/],
	[/^http\//, /^(http\/|actors\/|db\/|runtime\/|fastify|@fastify\/|zod$|pino$|ulid$|node:)/],
	[/^cli\/(oored\/|here\/|try|sample-repository|free-port|build\.ts)/, /./],
	[
		/^cli\//,
		/^(cli\/(?!oored\/|here\/(?!run-here|checkout))|http\/contract\/|actors\/pipeline\/(?!resolve)|db\/vocabulary\.ts$|cac$|picocolors$|node:)/,
	],
	// Charts are laid out when they are written, from the machines themselves.
	[/^web\/machines\//, /^(web\/machines\/|actors\/.*\.machine\.ts$|runtime\/index\.ts$|xstate$|elkjs|node:)/],
	[
		/^web\//,
		/^(web\/|http\/contract\/|solid-js|@solidjs\/|@kobalte\/core|@xstate\/store$|@codemirror\/|@lezer\/|uqr$|vite$|\.\/.*\.css$)/,
	],
	[/^test\//, /./],
];

/** Files that run without a machine under them: charts, browsers and tests load them as they are. */
const pure = [...sources.keys()].filter(
	(path) =>
		/\.(machine|projection)\.ts$/.test(path) ||
		(path.startsWith("actors/pipeline/") && !path.endsWith("resolve-pipeline.ts")),
);

describe("the arrows between rooms", () => {
	test("are looked at in every file", () => {
		expect(sources.size).toBeGreaterThan(150);
		expect(pure.length).toBeGreaterThan(20);
	});

	test("hold", () => {
		const broken = [...sources.values()].flatMap((source) => {
			const allowed = arrows.find(([from]) => from.test(source.path))?.[1];
			return source.all.filter((to) => !allowed?.test(to)).map((to) => `${source.path} → ${to}`);
		});
		expect(broken).toEqual([]);
	});

	test("never lead into test/", () => {
		const broken = [...sources.values()].filter(
			({ path, all }) => !path.startsWith("test/") && all.some((to) => to.startsWith("test/")),
		);
		expect(broken.map(({ path }) => path)).toEqual([]);
	});

	test("only the wiring knows machines and effects both", () => {
		const both = [...sources.values()].filter(
			({ path, imports }) =>
				/^actors\//.test(path) && imports.some((to) => to.endsWith(".machine.ts")) && path !== "actors/wiring.ts",
		);
		expect(both.map(({ path }) => path)).toEqual([]);
	});
});

describe("machines and other pure files", () => {
	test("need, all the way down, no IO and no database", () => {
		const broken = pure.flatMap((path) =>
			[...closure(path)]
				.filter((module) => /^node:|^better-sqlite3|^drizzle-orm|^piscina/.test(module))
				.map((module) => `${path} → … → ${module}`),
		);
		expect(broken).toEqual([]);
	});

	test("ask nobody for the time or for chance", () => {
		const broken = pure.filter((path) =>
			/\b(Math\.random|new Date|Date\.now|performance\.now|randomUUID)\b/.test(sources.get(path)?.text ?? ""),
		);
		expect(broken).toEqual([]);
	});
});

describe("prose", () => {
	test("names only files that are there", () => {
		const readmes = ["README.md", ...[...rooms].map((room) => `${room}/README.md`)].filter((path) =>
			existsSync(join(root, path)),
		);
		expect(readmes.length).toBeGreaterThan(1);
		const missing = readmes.flatMap((readme) => {
			const text = readFileSync(join(root, readme), "utf8");
			const named = [...text.matchAll(/`(\w[\w./-]+\.(?:ts|mjs|md|json))`/g)].map((match) => match[1] ?? "");
			return named
				.filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, dirname(readme), path)))
				.map((path) => `${readme}: ${path}`);
		});
		expect(missing).toEqual([]);
	});
});

function closure(path: string, seen = new Set<string>()): Set<string> {
	for (const next of sources.get(path)?.imports ?? []) {
		if (seen.has(next)) continue;
		seen.add(next);
		closure(next, seen);
	}
	return seen;
}

function filesOf(room: string): string[] {
	return readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
		.filter((name) => /\.tsx?$/.test(name))
		.map((name) => `${room}/${name}`);
}

function read(path: string): Source {
	const text = readFileSync(join(root, path), "utf8");
	const { module } = parseSync(path, text);
	const statements = [
		...module.staticImports.map((each) => ({
			to: each.moduleRequest.value,
			typeOnly: each.entries.length > 0 && each.entries.every((entry) => entry.isType),
		})),
		...module.staticExports.flatMap((each) =>
			each.entries
				.filter((entry) => entry.moduleRequest)
				.map((entry) => ({ to: entry.moduleRequest?.value ?? "", typeOnly: entry.isType })),
		),
		...module.dynamicImports.map((each) => ({
			to: text.slice(each.moduleRequest.start, each.moduleRequest.end).replace(/^["']|["']$/g, ""),
			typeOnly: false,
		})),
	].filter(({ to }) => !to.includes("("));
	const all = statements.map(({ to, typeOnly }) => ({ to: resolve(path, to), typeOnly }));
	return {
		path,
		text,
		all: all.map(({ to }) => to),
		imports: all.filter(({ typeOnly }) => !typeOnly).map(({ to }) => to),
	};
}

function resolve(from: string, to: string): string {
	if (to.startsWith("#")) return to.slice(1);
	return to.startsWith(".") ? relative(root, join(root, dirname(from), to)) : to;
}
