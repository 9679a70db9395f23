import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
let repo: Repo;
let id: string;

beforeAll(async () => {
	server = await startServer();
	repo = await makeRepo();
	id = await server.add(repo);
});
afterAll(async () => {
	await server.remove();
	await repo.remove();
});

/** Nine levels of nine aliases: expanded it would have 9^9 words. */
const bomb = [
	'a0: &a0 ["x","x","x","x","x","x","x","x","x"]',
	...Array.from({ length: 8 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(",")}]`),
	"workflows: {ci: {scripts: *a8}}",
].join("\n");

describe("PAR-01: an alias bomb", () => {
	test("is refused where it is validated, converted and stored", async () => {
		const validated = await server.client.validatePipeline({ config_content: bomb });
		expect(validated).toMatchObject({ valid: false, errors: [{ message: expect.stringMatching(/alias/i) }] });
		await expect(
			server.client.convertPipeline({ config_content: bomb, from: "yaml", to: "huml" }),
		).rejects.toMatchObject({
			status: 400,
		});
		await expect(server.client.storePipeline(id, { config_content: bomb })).rejects.toMatchObject({
			status: 400,
			message: expect.stringMatching(/alias/i),
		});
		await expect(server.client.pipeline(id)).rejects.toMatchObject({ status: 404 });
	});

	test("in the repository's file fails the build with the reason, and the next one runs", async () => {
		const [build] = await server.pushed(id, await repo.commit({ "oore.yaml": bomb }));
		expect(build).toMatchObject({ status: "failure", error_message: expect.stringMatching(/alias/i) });
		const [next] = await server.pushed(id, await repo.commit({ "oore.yaml": "workflows: {ci: {scripts: ['true']}}" }));
		expect((await server.over(next?.id ?? "")).status).toBe("success");
	});
});

describe("PAR-04: patterns that take other matchers years", () => {
	const patterns = [
		"+(+(a))",
		"(a+)+$",
		`${"*".repeat(34)}x`,
		`${"*a".repeat(30)}b`,
		`${"{a,b}".repeat(12)}c`,
		"[a-".repeat(20),
	];
	const long = "a".repeat(64);

	test("of branches and files are decided at once", async () => {
		const workflow = (pattern: string, rest: object = {}) => ({
			triggering: { events: ["push"], branch_patterns: [{ pattern }] },
			scripts: ["true"],
			...rest,
		});
		const workflows = Object.fromEntries(patterns.map((pattern, i) => [`w${i}`, workflow(pattern)]));
		const changed = Object.fromEntries(
			patterns.map((pattern, i) => [`c${i}`, workflow("*", { when: { changeset: { includes: [pattern] } } })]),
		);
		const push = await repo.commit(
			{ "oore.yaml": JSON.stringify({ workflows: { ...workflows, ...changed } }), [long]: "x" },
			{ branch: long },
		);
		const response = await server.push(id, push);
		const { event_id: event } = (await response.json()) as { event_id: string };
		await server.until(async () => (await server.client.webhookEvent(event)).processed);
		const { verdicts, error_message: error } = await server.client.webhookEvent(event);
		// Either it is decided, or the pipeline is refused with the pattern's place; never does it take for ever.
		expect(error ?? verdicts.map(({ workflow }) => workflow).sort()).toEqual(
			[...Object.keys(workflows), ...Object.keys(changed)].sort(),
		);
		for (const { workflow, starts } of verdicts)
			if (workflow.startsWith("w")) expect([workflow, starts]).toEqual([workflow, false]);
	});

	test("of artifacts are looked for at once", async () => {
		const files = `touch ${long} ${"a".repeat(63)}b`;
		await repo.git("checkout", "--quiet", "main");
		const pipeline = { workflows: { ci: { scripts: [files], artifacts: patterns } } };
		await repo.commit({ "oore.yaml": JSON.stringify(pipeline) });
		const build = await server.over((await server.client.trigger(id, {})).id);
		expect(build.status).toBe("success");
		expect((await server.client.artifacts(build.id)).map(({ name }) => name.length)).toEqual([64]);
	});
});
