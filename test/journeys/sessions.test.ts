import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localPath } from "#http/contract/local-path.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.remove());

const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
	fetch(`${server.url}${path}`, {
		method: "POST",
		redirect: "manual",
		body: new URLSearchParams(fields),
		headers: { origin: server.url, ...headers },
	});
const cookieOf = (response: Response) => (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
async function login(fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<string> {
	const response = await form("/login", { token: server.token, ...fields }, headers);
	expect(response.status).toBe(303);
	return cookieOf(response);
}
const asked = (path: string, cookie: string, init: RequestInit = {}) =>
	fetch(`${server.url}${path}`, { redirect: "manual", ...init, headers: { cookie, ...(init.headers as object) } });

describe("a login", () => {
	test("leads where one wanted to go, with a cookie that no script reads and no other site sends", async () => {
		const there = await asked("/builds?status=failure", "");
		expect([there.status, there.headers.get("location")]).toEqual([302, "/login?next=%2Fbuilds%3Fstatus%3Dfailure"]);
		const response = await form("/login", { token: server.token, next: "/builds?status=failure" });
		expect(response.headers.get("location")).toBe("/builds?status=failure");
		expect(response.headers.get("set-cookie")).toMatch(/^oore_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
		const page = await asked("/builds", cookieOf(response));
		expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
		const remembered = await form("/login", { token: server.token, remember: "1" });
		expect(remembered.headers.get("set-cookie")).toContain("Max-Age=2592000");
	});

	test("with a wrong token is told so, and lets nobody in", async () => {
		const response = await form("/login", { token: "wrong" });
		expect([response.status, response.headers.get("location"), cookieOf(response)]).toEqual([
			303,
			"/login?error=wrong&next=%2F",
			"",
		]);
		expect(await (await fetch(`${server.url}/login?error=wrong`)).text()).toContain(
			"That is not this server's admin token.",
		);
		expect((await asked("/api/builds", "oore_session=made-up")).status).toBe(401);
	});

	test.each(["//evil", "/\\evil", "https://evil", "javascript:alert(1)", "/\t/evil", "evil", ""])(
		"never leads to another site: %j",
		(next) => expect(localPath(next)).toBe("/"),
	);

	test("has a new id each time; an old one, a logged out one and one of another token are worth nothing", async () => {
		const first = await login();
		const second = await login({}, { cookie: first });
		expect(second).not.toBe(first);
		expect((await asked("/api/builds", first)).status).toBe(401);
		expect((await asked("/api/builds", second)).status).toBe(200);
		expect((await (await asked("/api/session", second)).json()) as object).toMatchObject({ kind: "session" });
		const out = await form("/logout", {}, { cookie: second });
		expect([out.status, out.headers.get("set-cookie")]).toEqual([
			303,
			"oore_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
		]);
		expect((await asked("/api/builds", second)).status).toBe(401);
		const everywhere = [await login(), await login()];
		await form("/logout", { everywhere: "1" }, { cookie: everywhere[0] as string });
		for (const cookie of everywhere) expect((await asked("/api/builds", cookie)).status).toBe(401);
		const last = await login();
		const other = await startServer({
			folder: server.folder,
			environment: { OORE_ADMIN_TOKEN: "another-token" },
		}).catch(() => undefined);
		expect(other).toBeUndefined();
		await server.kill();
		const rotated = await server.restart({ OORE_ADMIN_TOKEN: "another-token" });
		const answer = await fetch(`${rotated.url}/api/builds`, { headers: { cookie: last } });
		expect(answer.status).toBe(401);
		await rotated.kill();
		server = await server.restart();
	});
});

describe("WEB-01: a change that a browser sends along with its cookie", () => {
	test.each([
		["another site", { origin: "https://evil.example" }],
		["no site", { origin: "null" }],
		["a site that begins alike", { origin: "http://localhost.evil.example" }],
		["another site, as only the browser says", { "sec-fetch-site": "cross-site" }],
		["another site as plain text", { origin: "https://evil.example", "content-type": "text/plain" }],
		["nobody knows where", {}],
	])("from %s is refused and does nothing", async (_, headers) => {
		const cookie = await login();
		const body = JSON.stringify({ provider: "git", owner: "a", repo_name: "b", clone_url: "https://example.org/a/b" });
		for (const [method, path] of [
			["POST", "/api/repositories"],
			["PUT", "/api/secrets"],
			["DELETE", "/api/secrets/01HZY3V9QZ7J6W3K8T2M5N4P6R"],
		] as const) {
			const type = { "content-type": "application/json", ...headers };
			const answer = await asked(path, cookie, { method, headers: type as Record<string, string>, body });
			expect([method, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
				method,
				403,
				"cross_site",
			]);
		}
		expect(await server.client.repositories()).toEqual([]);
	});

	test("from its own pages is done; nothing ever invites another origin", async () => {
		const cookie = await login();
		const body = JSON.stringify({ group: "g", values: { A: "value" } });
		const headers = { origin: server.url, "content-type": "application/json" };
		expect((await asked("/api/secrets", cookie, { method: "PUT", headers, body })).status).toBe(200);
		for (const origin of ["https://evil.example", "null", `${server.url}.evil.example`, server.url]) {
			const answer = await asked("/api/builds", cookie, { headers: { origin } });
			expect(answer.headers.get("access-control-allow-origin")).toBeNull();
		}
		expect((await form("/login", { token: server.token }, { origin: "https://evil.example" })).status).toBe(403);
		expect((await form("/logout", {}, { origin: "https://evil.example", cookie })).status).toBe(403);
		expect((await asked("/api/builds", cookie)).status).toBe(200);
	});
});

test("WEB-03: only the origin that is configured may ask from elsewhere, and only with the token", async () => {
	const origin = "https://dashboard.example";
	const other = await startServer({ environment: { OORE_DASHBOARD_ORIGIN: origin } });
	try {
		const headers = (from: string) => ({ origin: from, authorization: `Bearer ${other.token}` });
		for (const from of ["https://evil.example", "null", `${origin}.evil.example`]) {
			const answer = await fetch(`${other.url}/api/builds`, { headers: headers(from) });
			expect(answer.headers.get("access-control-allow-origin")).toBeNull();
		}
		const answer = await fetch(`${other.url}/api/builds`, { headers: headers(origin) });
		expect([answer.status, answer.headers.get("access-control-allow-origin"), answer.headers.get("vary")]).toEqual([
			200,
			origin,
			"Origin",
		]);
		expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
		const asks = { origin, "access-control-request-method": "PUT", "access-control-request-headers": "authorization" };
		const preflight = await fetch(`${other.url}/api/secrets`, { method: "OPTIONS", headers: asks });
		expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
			204,
			"GET, POST, PUT, DELETE",
		]);
	} finally {
		await other.remove();
	}
});

test("SSE-01: a stream is nobody's without a login, and ends with it", { timeout: 60_000 }, async () => {
	for (const path of ["/api/events", `/api/events?token=${server.token}`, "/api/events?access_token=x"])
		expect((await fetch(`${server.url}${path}`)).status).toBe(401);
	const cookie = await login();
	const stream = await asked("/api/events", cookie);
	expect(stream.status).toBe(200);
	await form("/logout", {}, { cookie });
	// Ended by the server at its next sign of life.
	expect(await stream.text()).toMatch(/event: auth\ndata: \{"reason":"The login has ended\."\}\n\n$/);
});
