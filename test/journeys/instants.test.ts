import { expect, test } from "vitest";
import type { BuildThen } from "#http/contract/instants.ts";
import { paths } from "#http/contract/paths.ts";
import { makeRepo } from "../support/repo.ts";
import { startServer } from "../support/server.ts";

test("a build is told again from its journal, at its end as its rows say and in between as it was", async (context) => {
	const server = await startServer();
	const repo = await makeRepo();
	context.onTestFinished(async () => {
		await server.remove();
		await repo.remove();
	});
	const id = await server.add(repo);
	await repo.commit({
		"oore.yaml": JSON.stringify({
			workflows: {
				ci: {
					scripts: [
						"echo one > kept.txt",
						{ name: "fails", script: "exit 3", ignore_failure: true },
						"exit 4",
						"echo never",
					],
					artifacts: ["*.txt"],
				},
			},
		}),
	});
	const other = await server.client.trigger(id, {});
	await server.over(other.id);
	const { id: build } = await server.client.trigger(id, {});
	await server.over(build);
	const at = async (entry: number, of = build) => {
		const answer = await server.fetch(paths.buildThen(of, entry));
		return { status: answer.status, was: (await answer.json()) as BuildThen };
	};
	const whole = await server.client.journal(`builds/${build}`, { limit: 200 });
	const [last, first] = [whole[0]?.id ?? 0, whole.at(-1)?.id ?? 0];

	const end = await at(last);
	const { can: _can, waiting_reason: _reason, ...now } = await server.client.build(build);
	const { can, waiting_reason: _waited, ...was } = end.was.build;
	expect(was).toEqual(now);
	expect(can).toEqual({ cancel: "This is the past.", rerun: "This is the past." });
	expect(end.was.steps).toEqual(await server.client.steps(build));
	expect(end.was.artifacts).toEqual(await server.client.artifacts(build));
	expect(end.was.artifacts).toHaveLength(1);

	const begun = await at(first);
	expect(begun.was.build).toMatchObject({
		status: "pending",
		started_at: null,
		finished_at: null,
		error_message: null,
	});
	expect(new Set(begun.was.steps.map(({ status }) => status))).toEqual(new Set(["pending"]));

	const second = (await server.client.journal(`builds/${build}/step-1`, { limit: 200 })).at(-1)?.id ?? 0;
	const middle = await at(second);
	expect(middle.was.build).toMatchObject({ status: "running", finished_at: null });
	expect(middle.was.steps.map(({ name, status }) => [name, status])).toEqual([
		["Check out", "success"],
		["echo one > kept.txt", "success"],
		["fails", "running"],
		["exit 4", "pending"],
		["echo never", "pending"],
		["Collect artifacts", "pending"],
		["Clean up", "pending"],
	]);
	expect(middle.was.artifacts).toEqual([]);

	// An entry of somebody else is an instant like any other.
	expect((await at(last + 1_000)).was.build.status).toBe("failure");
	expect((await at(1)).status).toBe(404);
	expect((await at(last, "01ARZ3NDEKTSV4RRFFQ69G5FAV")).status).toBe(404);
});
