import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paths } from "#http/contract/paths.ts";
import { sign, startServer } from "../support/server.ts";
import { type Measured, quantile } from "./measure.ts";

const connections = 64;
const seconds = 5;

/** Webhooks of 10 KB verified and on disk before the acknowledgement, beside a bare receiver that does just that. */
export async function webhooks(): Promise<Measured[]> {
	const server = await startServer({ environment: { OORE_LOG_LEVEL: "silent" } });
	const { id } = await server.client.addRepository({
		provider: "git",
		owner: "o",
		repo_name: "r",
		clone_url: "/nowhere",
		webhook_secret: "a webhook secret",
	});
	// A deleted branch is decided without git: what is measured is the taking in.
	const body = JSON.stringify({ ref: "refs/heads/x", after: "0".repeat(40), pad: "x".repeat(10_000) });
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const bare = spawn(process.execPath, [join(import.meta.dirname, "bare-receiver.child.ts"), folder], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const bareUrl = await new Promise<string>((resolve) =>
		bare.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())),
	);
	await load(server.url, paths.webhook("git", id), body, 1);
	await load(bareUrl, "/", body, 1);
	const own = await load(server.url, paths.webhook("git", id), body, seconds);
	const floor = await load(bareUrl, "/", body, seconds);
	bare.kill("SIGKILL");
	rmSync(folder, { recursive: true, force: true });
	await server.remove();
	const [rate, bareRate] = [own.latencies.length / seconds, floor.latencies.length / seconds];
	const [p50, p99] = [quantile(own.latencies, 0.5), quantile(own.latencies, 0.99)];
	return [
		{
			name: "webhooks/s of 10 KB on disk before the ack, 64 connections",
			value: rate,
			floor: bareRate,
			unit: "/s",
			wanted: "≥ 0.6 × floor",
			reached: rate >= 0.6 * bareRate,
			note: own.refused > 0 ? `${own.refused} answered 503 (backlog full)` : "none refused",
		},
		{
			name: "the same: p99 of the latency",
			value: p99,
			floor: p50,
			unit: "ms",
			wanted: "< 8 × its p50 (the floor column)",
			reached: p99 < 8 * p50,
		},
	];
}

/** Closed loop over raw sockets: the client must not be what is measured. */
async function load(
	url: string,
	path: string,
	body: string,
	forSeconds: number,
): Promise<{ latencies: number[]; refused: number }> {
	const { port } = new URL(url);
	const signature = sign(body);
	const latencies: number[] = [];
	let refused = 0;
	const until = performance.now() + forSeconds * 1_000;
	await Promise.all(
		Array.from({ length: connections }, async () => {
			const socket = connect(Number(port), "127.0.0.1").setNoDelay(true);
			while (performance.now() < until) {
				const start = performance.now();
				const answer = new Promise<string>((resolve) =>
					socket.once("data", (chunk: Buffer) => resolve(chunk.toString("latin1", 9, 12))),
				);
				socket.write(
					`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-hub-signature-256: ${signature}\r\nx-oore-delivery: ${randomUUID()}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
				);
				if ((await answer) === "200") latencies.push(performance.now() - start);
				else refused++;
			}
			socket.destroy();
		}),
	);
	return { latencies, refused };
}
