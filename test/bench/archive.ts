import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { basename, join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { zipOf } from "#actors/artifact/zip.ts";
import { paths } from "#http/contract/paths.ts";
import { makeRepo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";
import { type Measured, median, timed } from "./measure.ts";

const [count, megabytes, rounds] = [8, 128, 7];
const bytes = megabytes * 1024 * 1024;
const script = `mkdir out && for i in $(seq ${count}); do head -c ${bytes} /dev/zero > out/$i.bin; done`;

/** 1 GB of artifacts that a build left, as one archive: by itself beside `cat`, and out of a server beside its files. */
export async function archive(): Promise<Measured[]> {
	const server = await startServer({ environment: { OORE_LOG_LEVEL: "silent" } });
	const repo = await makeRepo();
	try {
		const id = await server.add(repo);
		const workflow = { scripts: [script], artifacts: ["out/*"] };
		await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: workflow } }) });
		const build = await server.over((await server.client.trigger(id, {})).id);
		return [await made(join(server.folder, "artifacts", build.id)), ...(await downloaded(server, build.id))];
	} finally {
		await server.remove();
		await repo.remove();
	}
}

/** Both read the same files and hand every byte to somebody who throws it away: `cat` by a pipe, or it would move none. */
async function made(folder: string): Promise<Measured> {
	const files = readdirSync(folder).map((name) => join(folder, name));
	const artifacts = files.map((path) => ({ path, name: basename(path), sizeBytes: bytes, modifiedAt: 0 }));
	const own: number[] = [];
	const cat: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const thrownAway = `cat ${files.join(" ")} | dd of=/dev/null bs=128k 2> /dev/null`;
		cat.push(await timed(() => execFileSync("sh", ["-c", thrownAway])));
		own.push(await timed(() => pipeline(zipOf(artifacts).stream, nowhere())));
	}
	const [value, floor] = [rate(own), rate(cat)];
	return {
		name: `1 GB of artifacts made one archive, median of ${rounds}`,
		value,
		floor,
		unit: "MB/s",
		wanted: "≥ 0.7 × cat",
		reached: value >= 0.7 * floor,
		note: "by itself, without HTTP; floor: cat into a pipe whose reader throws away",
	};
}

async function downloaded(server: Server, build: string): Promise<Measured[]> {
	const single = (await server.client.artifacts(build)).map(({ id }) => paths.artifactDownload(build, id));
	const own: number[] = [];
	const bare: number[] = [];
	const idle = server.memory();
	const peaks: number[] = [];
	for (let round = 0; round < rounds; round++) {
		let peak = 0;
		const watch = setInterval(() => {
			peak = Math.max(peak, server.memory());
		}, 20);
		own.push(await timed(() => download(server, paths.artifactsZip(build))));
		clearInterval(watch);
		peaks.push(peak);
	}
	for (let round = 0; round < rounds; round++)
		bare.push(
			await timed(async () => {
				for (const path of single) await download(server, path);
			}),
		);
	const [value, floor] = [rate(own), rate(bare)];
	const [first = Number.NaN, ...later] = peaks;
	const grown = Math.max(...later) - first;
	return [
		{
			name: "the same archive out of a server",
			value,
			floor,
			unit: "MB/s",
			wanted: "≥ 0.7 × its files one by one",
			reached: value >= 0.7 * floor,
		},
		{
			name: `the same: growth of the server's memory from 1 GB to ${rounds} GB`,
			value: grown / 1e6,
			floor: null,
			unit: "MB",
			wanted: "flat: < 64 MB",
			reached: grown < 64e6,
			note: `the first needs ${Math.round((first - idle) / 1e6)} MB more than an idle server`,
		},
	];
}

/** By a raw socket into the same memory again and again: the client must not be what is measured. */
async function download({ url, token }: Server, path: string): Promise<void> {
	let received = 0;
	const callback = (length: number) => {
		received += length;
		return true;
	};
	const onread = { buffer: Buffer.allocUnsafe(1024 * 1024), callback };
	const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port), onread });
	socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${token}\r\n\r\n`);
	await new Promise((resolve, reject) => socket.once("close", resolve).once("error", reject));
	if (received < bytes) throw new Error(`Only ${received} bytes came of ${path}.`);
}

function nowhere(): Writable {
	return new Writable({ write: (_chunk, _encoding, done) => done() });
}

function rate(each: readonly number[]): number {
	return (count * megabytes * 1_000) / median(each);
}
