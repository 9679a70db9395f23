import { createHash } from "node:crypto";
import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

async function built(scripts: string[], artifacts: string[]) {
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts, artifacts } } }) });
	const build = await server.over((await server.client.trigger(id, {})).id);
	return { build, artifacts: await server.client.artifacts(build.id) };
}

test("ART-01: nothing outside of the workspace is kept, whatever patterns and links say; each is warned of", async () => {
	const { build, artifacts } = await built(
		[
			`ln -s ${server.folder}/oore.env stolen.env; ln -s ${server.folder} data; ln -s /etc etc; ln -s /proc/self/environ environ`,
			"mkfifo pipe; ln -s /dev/zero zero; mkdir -p in; ln -s ../in in/round; echo fine > in/fine.txt",
		],
		[
			"../../**",
			"/etc/passwd",
			"stolen.env",
			"data/**",
			"etc/*",
			"environ",
			"pipe",
			"zero",
			"in/**",
			"$OORE_BUILD_DIR/../**",
		],
	);
	expect(build.status).toBe("success");
	expect(artifacts.map(({ relative_path }) => relative_path)).toEqual(["in/fine.txt"]);
	const collecting = (await server.client.steps(build.id)).find(({ name }) => name === "Collect artifacts");
	const { content } = await server.client.logContent(build.id, {
		step: collecting?.step_index ?? 0,
		stream: "stdout",
	});
	for (const named of ["../../**", "/etc/passwd", "stolen.env", "data", "environ", "pipe", "zero", "in/round"])
		expect(content).toMatch(new RegExp(`^Warning: .*${named.replace(/[.*/$]/g, "\\$&")}`, "m"));
});

describe("ART-03: an artifact's address", () => {
	test("is of its own build only, and of nothing else on the disk", async () => {
		const one = await built(["echo a > a.txt"], ["*.txt"]);
		const two = await built(["echo b > b.txt"], ["*.txt"]);
		const others = two.artifacts[0]?.id ?? "";
		for (const artifact of [others, "..%2foore.db", "%2e%2e%2foore.db", "%00", "..%5coore.db", "a.txt"]) {
			for (const rest of ["", "/download"]) {
				const answer = await server.fetch(`/api/builds/${one.build.id}/artifacts/${artifact}${rest}`);
				expect([artifact, rest, [400, 404].includes(answer.status)]).toEqual([artifact, rest, true]);
				expect(await answer.text()).not.toContain("SQLite");
			}
		}
	});

	test("answers with a download, whatever its name would be", async () => {
		const { build, artifacts } = await built(
			[
				String.raw`printf '<script>' > "$(printf 'a"b\\r\\nSet-Cookie: x=1.html')"; printf x > "é 100%.htm"; printf y > "quo'te;.svg"`,
			],
			["*.html", "*.htm", "*.svg"],
		);
		expect(artifacts.length).toBe(3);
		for (const artifact of artifacts) {
			const answer = await server.fetch(paths.artifactDownload(build.id, artifact.id));
			expect(answer.status).toBe(200);
			expect(answer.headers.get("content-type")).toBe("application/octet-stream");
			expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
			expect(answer.headers.get("set-cookie")).toBeNull();
			const disposition = answer.headers.get("content-disposition") ?? "";
			expect(disposition).toMatch(/^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.~!%-]*$/);
			expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")).toBe(artifact.name);
		}
	});
});

describe("ART-05: a large download", () => {
	const bytes = 200 * 1024 * 1024;
	let path: string;
	let sum: string;
	beforeAll(async () => {
		const { build, artifacts } = await built(
			[`head -c ${bytes} /dev/zero | tr '\\0' x > large.bin; echo tail >> large.bin`],
			["large.bin"],
		);
		path = paths.artifactDownload(build.id, artifacts[0]?.id ?? "");
		sum = artifacts[0]?.checksum_sha256 ?? "";
	});

	/** Reads until `most` bytes were there, then hangs up. */
	const read = (headers: Record<string, string>, most = Number.POSITIVE_INFINITY) =>
		new Promise<{ status: number; read: number; hash: string; etag: string | undefined }>((resolve, reject) => {
			const hash = createHash("sha256");
			let count = 0;
			const request = get(`${server.url}${path}`, {
				headers: { authorization: `Bearer ${server.token}`, ...headers },
			});
			request.on("error", reject);
			request.on("response", (response) => {
				const end = () =>
					resolve({
						status: response.statusCode ?? 0,
						read: count,
						hash: hash.digest("hex"),
						etag: response.headers.etag,
					});
				response.on("data", (chunk: Buffer) => {
					count += chunk.length;
					hash.update(chunk);
					if (count < most) return;
					response.removeAllListeners();
					request.destroy();
					end();
				});
				response.on("end", end);
			});
		});

	test("that was cut goes on where it was, in memory that does not grow with it", async () => {
		const whole = await read({});
		expect(whole).toMatchObject({ status: 200, hash: sum, etag: `"${sum}"` });
		const before = server.memory();
		const all = createHash("sha256");
		let at = 0;
		for (const most of [bytes / 2, Number.POSITIVE_INFINITY]) {
			const answer = await server.fetch(path, { headers: { range: `bytes=${at}-`, "if-range": `"${sum}"` } });
			expect(answer.status).toBe(206);
			for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
				all.update(chunk);
				at += chunk.length;
				if (at >= most) break;
			}
		}
		expect(all.digest("hex")).toBe(sum);
		await read({}, bytes / 2);
		expect(server.memory() - before).toBeLessThan(30 * 1024 * 1024);
	});

	test("of ranges that make no sense, or of a thousand of them, is refused or one part", async () => {
		const many = `bytes=${Array.from({ length: 1_000 }, (_, i) => `${i * 10}-${i * 10 + 1}`).join(",")}`;
		for (const range of [many, "bytes=10-5", `bytes=${bytes * 2}-`, "bytes=-0", "bytes=a-b", "lines=1-2"]) {
			const { status, read: got } = await read({ range });
			expect([range.slice(0, 20), [200, 206, 416].includes(status)]).toEqual([range.slice(0, 20), true]);
			expect(got).toBeLessThanOrEqual(bytes + 5);
		}
		expect((await read({ range: "bytes=10-5" })).status).toBe(416);
		expect(await read({ range: "bytes=0-0" })).toMatchObject({ status: 206, read: 1 });
		const head = await server.fetch(path, { method: "HEAD" });
		expect([head.status, head.headers.get("content-length"), head.headers.get("etag")]).toEqual([
			200,
			String(bytes + 5),
			`"${sum}"`,
		]);
		const again = await server.fetch(path, { headers: { "if-none-match": `"${sum}"` } });
		expect(again.status).toBe(304);
	});
});
