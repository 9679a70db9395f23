import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeLogs } from "#actors/log/log-hub.ts";
import type { Enactment, Line } from "#actors/simulated/enactment.ts";
import { makeSimulatedRunner } from "#actors/simulated/simulated-runner.ts";
import type { Clock } from "#runtime/index.ts";
import { dies, makeLocalRuns } from "../actors/runner/local-runs.ts";
import { type Deed, exercise, password, type RunnerBench, type Saying } from "./runner.suite.ts";

const secretsOf = () => ({ variables: { PASSWORD: password }, hidden: [password], missing: [] });

exercise("local", async (): Promise<RunnerBench> => {
	const runs = await makeLocalRuns(secretsOf);
	const fileOf = (name: string, log: { stepIndex: number }) => join(runs.root, `${name}-${log.stepIndex}`);
	const cookies = new Set([runs.cookie]);
	return {
		...runs,
		outlives: true,
		order(deed, { cookie = runs.cookie } = {}) {
			cookies.add(cookie);
			const [name = "", value = ""] = cookie.split("=");
			const order = runs.order("", { cookie });
			const [started, go] = [fileOf("started", order.log), fileOf("go", order.log)];
			if (deed.waits) execFileSync("mkfifo", [go]);
			return { ...order, script: inShell(deed, started, go), env: { ...order.env, [name]: value } };
		},
		starts: ({ log }) => {
			const path = fileOf("started", log);
			return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
		},
		letGo: ({ log }) => writeFileSync(fileOf("go", log), "on\n"),
		async lose({ folder }) {
			const pid = Number.parseInt(readFileSync(join(folder, "pid"), "utf8"), 10);
			process.kill(-pid, "SIGKILL");
			await dies(pid);
		},
		async remove() {
			for (const cookie of cookies) await runs.runner.sweep(cookie);
			await runs.remove();
		},
	};
});

function inShell({ says = [], waits, ending }: Deed, started: string, go: string): string {
	const echo = ([text, stream]: Saying) => `echo "${text}"${stream === "stderr" ? " >&2" : ""}`;
	return [
		`echo x >>"${started}"`,
		...says.map(echo),
		...(waits ? [`read word <"${go}"`, ...waits.map(echo)] : []),
		"exit" in ending ? `exit ${ending.exit}` : "kill -9 $$",
	].join("\n");
}

exercise("simulated", async (): Promise<RunnerBench> => {
	const root = await mkdtemp(join(tmpdir(), "oore-simulated-"));
	const logs = makeLogs(join(root, "logs"));
	const held = new Map<string, () => void>();
	const deeds = new Map<string, Deed>();
	const started: string[] = [];
	let serial = 0;
	/** The folder whose script sets a timer: each begins before anything else happens. */
	let beginning = "";
	const clock: Clock = {
		now: () => 0,
		setTimeout(callback, delayMs) {
			const its = beginning;
			const fire = () => {
				beginning = its;
				callback();
			};
			if (delayMs === 0) return setImmediate(fire);
			held.set(its, fire);
			return its;
		},
		clearTimeout(handle) {
			if (typeof handle === "string") held.delete(handle);
			else clearImmediate(handle as NodeJS.Immediate);
		},
	};
	const another = () =>
		makeSimulatedRunner({
			clock,
			logs,
			secretsOf,
			enact({ folder, env }) {
				beginning = folder;
				started.push(folder);
				return enacted(deeds.get(folder) as Deed, env);
			},
		});
	return {
		runner: another(),
		logs,
		another,
		outlives: false,
		order(deed, { cookie = "OORE_BUILD_ID=simulated" } = {}) {
			const stepIndex = serial++;
			const folder = join(root, "runs", `step-${stepIndex}`);
			deeds.set(folder, deed);
			const [name = "", value = ""] = cookie.split("=");
			return {
				folder,
				script: "",
				cwd: root,
				env: { [name]: value },
				secrets: { repositoryId: "", groups: [] },
				exported: join(root, "exported"),
				title: "simulated",
				cookie,
				log: { buildId: "simulated", stepIndex },
			};
		},
		starts: ({ folder }) => started.filter((its) => its === folder).length,
		letGo: ({ folder }) => held.get(folder)?.(),
		// With the server that played it.
		lose: async () => undefined,
		remove: () => rm(root, { recursive: true, force: true }),
	};
});

function enacted({ says = [], waits = [], ending }: Deed, env: Readonly<Record<string, string>>): Enactment {
	const line = ([text, stream = "stdout"]: Saying, afterMs: number): Line => ({
		afterMs,
		text: text.replace(/\$([A-Z]+)/g, (_, name: string) => env[name] ?? ""),
		stream,
	});
	return {
		lines: [...says.map((its) => line(its, 0)), ...waits.map((its, at) => line(its, at === 0 ? 1 : 0))],
		files: [],
		ending: "exit" in ending ? { kind: "exited", code: ending.exit } : { kind: "signalled", signal: ending.signal },
	};
}
