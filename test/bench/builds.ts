import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paths } from "#http/contract/paths.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";
import { type Measured, median, timed } from "./measure.ts";

/** Everything about builds on a real server and a local repository, each beside the bare processes it cannot do without. */
export async function builds(): Promise<Measured[]> {
	const server = await startServer({ environment: { OORE_LOG_LEVEL: "silent", OORE_MAX_LOG_SIZE_BYTES: "500000000" } });
	const repo = await makeRepo();
	const id = await server.add(repo);
	try {
		return [
			await stepOverhead(server, repo, id),
			await firstLine(server, repo, id),
			await throughput(server, repo, id),
			...(await largeLog(server, repo, id)),
		];
	} finally {
		await server.remove();
		await repo.remove();
	}
}

const pipeline = (scripts: unknown[]) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts } } }) });

async function stepOverhead(server: Server, repo: Repo, id: string): Promise<Measured> {
	const steps = 1_000;
	await repo.commit(pipeline(Array.from({ length: steps }, () => "true")));
	const each: number[] = [];
	const bare: number[] = [];
	// By turns, so that what else the machine does is in both.
	for (let run = 0; run < 2; run++) {
		each.push(...(await stepsOfBuild(server, id)));
		for (let i = 0; i < steps; i++) bare.push(await timed(() => bareTrue()));
	}
	const value = median(each) - median(bare);
	return {
		name: "a step `true` of a build with 1,000 beyond a bare detached spawn of it, median",
		value,
		floor: median(bare),
		unit: "ms",
		wanted: "< 3 ms",
		reached: value < 3,
	};
}

/** How long it took from the begin of each step to the begin of the next. */
async function stepsOfBuild(server: Server, id: string): Promise<number[]> {
	const each: number[] = [];
	const build = await server.client.trigger(id, {});
	let before: number | undefined;
	const stop = new AbortController();
	for await (const { event, data } of server.client.follow(paths.buildEvents(build.id, { after: 0 }), stop.signal)) {
		const { event: what, address } = data as { event: string; address: string };
		if (event === "step" && what === "xstate.init") {
			const now = performance.now();
			if (before !== undefined && !address.endsWith("step-1")) each.push(now - before);
			before = now;
		}
		if (event === "build" && what.includes("cleaner")) stop.abort();
	}
	return each;
}

function bareTrue(): Promise<unknown> {
	return new Promise((resolve) =>
		spawn("sh", ["-c", "true"], { detached: true, stdio: "ignore" }).once("exit", resolve),
	);
}

/** A named pipe tells the instant at which the script's first line ran. */
async function firstLine(server: Server, repo: Repo, id: string): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const pipe = join(folder, "pipe");
	execFileSync("mkfifo", [pipe]);
	const own: number[] = [];
	const bare: number[] = [];
	for (let i = 0; i < 20; i++) {
		const push = await repo.commit({ ...pipeline([`echo > ${pipe}`]), n: String(i) });
		const read = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "ignore"] });
		const heard = new Promise((resolve) => read.stdout.once("data", resolve));
		const start = performance.now();
		await server.push(id, push);
		await heard;
		own.push(performance.now() - start);
		await server.until(async () => (await server.client.builds({ limit: 1 }))[0]?.finished_at !== null);
		bare.push(await timed(() => bareBuild(repo, push.commit, join(folder, `w${i}`))));
	}
	rmSync(folder, { recursive: true, force: true });
	const [value, floor] = [median(own), median(bare)];
	return {
		name: "webhook to first script line, idle server, median of 20",
		value,
		floor,
		unit: "ms",
		wanted: "< 2 × the bare spawns",
		reached: value < 2 * floor,
	};
}

const mirrors = new Map<number, string>();

/** git fetch, cat-file, worktree add, sh: one after another. */
async function bareBuild(repo: Repo, commit: string, workspace: string, slot = 0): Promise<void> {
	// Two fetches at once into one mirror would be in each other's way.
	const mirror = mirrors.get(slot) ?? mkdtempSync(join(tmpdir(), "oore-bench-mirror-"));
	if (!mirrors.has(slot)) await run("git", ["init", "--quiet", "--bare", mirror]);
	mirrors.set(slot, mirror);
	await run("git", [
		`--git-dir=${mirror}`,
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"--force",
		repo.url,
		"+refs/heads/main:refs/heads/main",
	]);
	await run("git", [`--git-dir=${mirror}`, "cat-file", "-e", `${commit}:oore.yaml`]);
	await run("git", [`--git-dir=${mirror}`, "worktree", "add", "--quiet", "--detach", "--force", workspace, commit]);
	await run("sh", ["-c", "true"]);
}

function run(command: string, args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) =>
		spawn(command, args, { stdio: "ignore" }).once("exit", (code) =>
			code === 0 ? resolve() : reject(new Error(`${command} ${args.join(" ")} ended with ${code}`)),
		),
	);
}

async function throughput(server: Server, repo: Repo, id: string): Promise<Measured> {
	const count = 100;
	await repo.commit(pipeline(["true"]));
	const pushes: Awaited<ReturnType<Repo["commit"]>>[] = [];
	for (let i = 0; i < count; i++) pushes.push(await repo.commit({ n: `t${i}` }));
	const own = await timed(async () => {
		// Counted as they end: looking at lists would be measured too.
		const stop = new AbortController();
		const events = server.client.follow(paths.events(), stop.signal);
		const first = events.next();
		for (const push of pushes) await server.push(id, push);
		let ended = 0;
		for (let next = await first; !next.done && ended < count; next = await events.next()) {
			const { event, state } = next.value.data as { event: string; state: unknown };
			if (next.value.event === "build" && event === "xstate.done.actor.cleaner" && state === "success") ended++;
		}
		stop.abort();
	});
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const rest = [...pushes];
	const bare = await timed(() =>
		Promise.all(
			[1, 2].map(async (slot) => {
				for (let push = rest.shift(); push !== undefined; push = rest.shift())
					await bareBuild(repo, push.commit, join(folder, `${slot}-${rest.length}`), slot);
			}),
		),
	);
	rmSync(folder, { recursive: true, force: true });
	const [value, floor] = [(count * 1_000) / own, (count * 1_000) / bare];
	return {
		name: "no-op builds/s, 2 slots, 100 pushes",
		value,
		floor,
		unit: "/s",
		wanted: "≥ 0.5 × a script that does the same git work",
		reached: value >= 0.5 * floor,
	};
}

async function largeLog(server: Server, repo: Repo, id: string): Promise<Measured[]> {
	const lines = 1_000_000;
	const script = `awk 'BEGIN { for (i = 0; i < ${lines}; i++) printf "line %07d of a step that prints very much, and then some more to make it as long as that\\n", i }'`;
	await repo.commit(pipeline([script]));
	const memoryBefore = server.memory();
	let memoryMost = memoryBefore;
	const watch = setInterval(() => {
		memoryMost = Math.max(memoryMost, server.memory());
	}, 20);
	const build = await server.client.trigger(id, {});
	const startedAt = performance.now();
	await server.over(build.id);
	const { line_count: count } = await server.client.logContent(build.id, {
		step: 0,
		stream: "stdout",
		offset: lines - 1,
		limit: 1,
	});
	const value = performance.now() - startedAt;
	clearInterval(watch);
	if (count !== lines) throw new Error(`${count} of ${lines} lines arrived.`);
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const bare: number[] = [];
	for (let i = 0; i < 3; i++) {
		const out = openSync(join(folder, String(i)), "w");
		bare.push(
			await timed(
				() =>
					new Promise((resolve) =>
						spawn("sh", ["-c", script], { stdio: ["ignore", out, "ignore"] }).once("exit", resolve),
					),
			),
		);
		closeSync(out);
	}
	const size = statSync(join(folder, "0")).size;
	rmSync(folder, { recursive: true, force: true });
	const floor = median(bare);
	return [
		{
			name: `1,000,000 lines (${Math.round(size / 1e6)} MB) until the last is readable by the API`,
			value,
			floor,
			unit: "ms",
			wanted: "< 1.5 × the shell writing the file + 250 ms",
			reached: value < 1.5 * floor + 250,
			note: "from the trigger's answer on",
		},
		{
			name: "the same: growth of the server's memory",
			value: (memoryMost - memoryBefore) / 1e6,
			floor: null,
			unit: "MB",
			wanted: "< 50 MB",
			reached: memoryMost - memoryBefore < 50e6,
		},
	];
}
