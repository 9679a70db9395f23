import { expect, test } from "vitest";
import { paths } from "#http/contract/paths.ts";
import { makeRepo } from "../support/repo.ts";
import { startServer } from "../support/server.ts";

test("hundreds of megabytes, a line of 100 MB and broken UTF-8 leave a log within its limit, and nobody waits", {
	timeout: 120_000,
}, async (context) => {
	const limit = 1_000_000;
	const server = await startServer({ environment: { OORE_MAX_LOG_SIZE_BYTES: String(limit) } });
	const repo = await makeRepo();
	context.onTestFinished(async () => {
		await server.remove();
		await repo.remove();
	});
	const id = await server.add(repo);
	const scripts = [
		"yes 'a line that is said very often' | head -c 300000000; printf 'last \\377\\376 line €\\n'",
		"head -c 100000000 /dev/zero | tr '\\0' x; printf 'é'",
	];
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts } } }) });
	const build = await server.client.trigger(id, {});
	const stop = new AbortController();
	let streamed = "";
	for await (const { event, data } of server.client.follow(paths.logStream(build.id, { step: 0 }), stop.signal)) {
		if (event === "log") streamed = `${streamed}${(data as { content: string }).content}`.slice(-1_000);
		if (event === "end") break;
	}
	stop.abort();
	expect(streamed.endsWith("last �� line €\n")).toBe(true);
	expect((await server.over(build.id)).status).toBe("success");
	for (const step of [0, 1]) {
		const answer = await server.fetch(`${paths.logContent(build.id, { step, stream: "stdout" })}`, {
			headers: { accept: "text/plain" },
		});
		const bytes = Buffer.from(await answer.arrayBuffer());
		expect(bytes.length).toBeLessThanOrEqual(limit + 64 * 1024);
		expect(bytes.toString("utf8")).toMatch(
			/^\[oore\] The log is longer than its limit: the first \d{15} bytes are not kept\.\n/,
		);
	}
	expect(server.memory()).toBeLessThan(400 * 1024 * 1024);
});
