import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "#http/contract/paths.ts";
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

async function built(workflow: Record<string, unknown>) {
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: workflow } }) });
	return server.over((await server.client.trigger(id, {})).id);
}

/** What any program would get out of an archive of stored files, by its central directory (APPNOTE 4.3.12). */
function unzipped(archive: Buffer): Map<string, Buffer> {
	const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
	const files = new Map<string, Buffer>();
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		expect([archive.readUInt32LE(at), archive.readUInt16LE(at + 10)]).toEqual([0x02014b50, 0]);
		const [size, names, extra, comment] = [24, 28, 30, 32].map((offset) =>
			offset === 24 ? archive.readUInt32LE(at + offset) : archive.readUInt16LE(at + offset),
		) as [number, number, number, number];
		const local = archive.readUInt32LE(at + 42);
		const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
		const body = archive.subarray(start, start + size);
		expect(crc32(body)).toBe(archive.readUInt32LE(at + 16));
		files.set(archive.toString("utf8", at + 46, at + 46 + names), body);
		at += 46 + names + extra + comment;
	}
	return files;
}

test("all artifacts come as one archive whose size is known beforehand", async () => {
	const build = await built({
		scripts: [
			'mkdir -p "out/a b" && echo one > out/one.txt && head -c 3000000 /dev/urandom > "out/a b/é.bin"',
			"echo x > $CM_EXPORT_DIR/x.txt",
		],
		artifacts: ["out/**"],
	});
	const answer = await server.fetch(paths.artifactsZip(build.id));
	const bytes = Buffer.from(await answer.arrayBuffer());
	expect(answer.headers.get("content-type")).toBe("application/zip");
	expect(Number(answer.headers.get("content-length"))).toBe(bytes.length);
	expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="ci-${build.number}.zip"`);
	const files = unzipped(bytes);
	expect([...files.keys()].sort()).toEqual(["export/x.txt", "out/a b/é.bin", "out/one.txt"]);
	expect(files.get("out/one.txt")?.toString()).toBe("one\n");
	const original = (await server.client.artifacts(build.id)).find(({ name }) => name === "é.bin");
	const whole = await server.fetch(paths.artifactDownload(build.id, original?.id ?? ""));
	expect(files.get("out/a b/é.bin")?.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
});

test("a build without artifacts has no archive", async () => {
	const build = await built({ scripts: ["true"] });
	const answer = await server.fetch(paths.artifactsZip(build.id));
	expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
		404,
		"This build left no artifacts.",
	]);
	expect((await server.fetch(paths.artifactsZip("01HZZZZZZZZZZZZZZZZZZZZZZZ"))).status).toBe(404);
});

test("tests are counted from their reports, and those that failed are named", async () => {
	const junit = `<testsuite name="s"><testcase classname="a.B" name="works" time="0.5"/><testcase classname="a.B" name="breaks"><failure message="1 is not 2">at $CM_BUILD_DIR/lib/b.dart:3</failure></testcase><testcase name="later"><skipped/></testcase></testsuite>`;
	const build = await built({
		scripts: [
			{
				script: `cat > report.xml <<END\n${junit}\nEND\necho broken > other.xml`,
				test_report: ["report.xml", "other.xml"],
			},
			"exit 1",
		],
	});
	expect(build).toMatchObject({
		status: "failure",
		tests: { reports: 1, total: 3, passed: 1, failed: 1, skipped: 1, failures: [{ suite: "a.B", name: "breaks" }] },
	});
	expect(build.tests?.failures[0]?.message).toContain("lib/b.dart:3");
	expect(build.tests?.failures[0]?.message).not.toContain(build.id);
	const log = (await server.client.logContent(build.id, { step: 2, stream: "stdout" })).content;
	expect(log).toContain("Read report.xml: 1 of 3 tests passed");
	expect(log).toMatch(/Warning: other\.xml: /);
});
