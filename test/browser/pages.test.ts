import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { places } from "../../web/components/layout/places.ts";
import { accessFaults, openBrowser, picture, settled, visit } from "../support/browser.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let browser: Browser;
let server: Server;
let repo: Repo;
let ids: { repository: string; failed: string; running: string; event: string };

const junit = `<testsuite name="s"><testcase classname="a.B" name="works"/><testcase classname="a.B" name="breaks"><failure message="1 is not 2">at lib/b.dart:3</failure></testcase></testsuite>`;

beforeAll(async () => {
	[browser, server, repo] = await Promise.all([openBrowser(), startServer(), makeRepo()]);
	const repository = await server.add(repo);
	const failing = {
		triggering: { events: ["push"] },
		scripts: [
			{ name: "Get packages", script: "printf '\\033[32mgreen\\033[0m plain\\n'; seq 1 40" },
			{ name: "Test", script: `echo '${junit}' > r.xml; mkdir out; echo x > out/app.apk`, test_report: "r.xml" },
			{ name: "Build", script: "seq 1 1500; echo 'error: cannot find lib/main.dart:42'; seq 1 20; exit 3" },
		],
		artifacts: ["out/**"],
	};
	const slow = { triggering: { events: ["tag"] }, scripts: ["while [ ! -e stop ]; do echo tick; sleep 0.1; done"] };
	const pipeline = JSON.stringify({ workflows: { app: failing, slow } });
	const push = await repo.commit({ "oore.yaml": pipeline }, { message: "Make the button blue" });
	const [build] = await server.pushed(repository, push);
	await server.over(build?.id ?? "");
	const running = await server.client.trigger(repository, { workflow_name: "slow" });
	const [event] = await server.client.webhookEvents({});
	ids = { repository, failed: build?.id ?? "", running: running.id, event: event?.id ?? "" };
});
afterAll(async () => {
	await browser.close();
	await server.remove();
	await repo.remove();
});

const pages = (): Record<string, string> => ({
	dashboard: "/",
	builds: "/builds",
	"build-failed": `/builds/${ids.failed}`,
	"build-running": `/builds/${ids.running}`,
	repositories: "/repositories",
	"repository-new": "/repositories/new",
	repository: `/repositories/${ids.repository}`,
	"repository-builds": `/repositories/${ids.repository}?tab=builds`,
	"repository-pipeline": `/repositories/${ids.repository}?tab=pipeline`,
	"repository-settings": `/repositories/${ids.repository}?tab=settings`,
	webhooks: "/webhooks",
	webhook: `/webhooks/${ids.event}`,
	system: "/system",
	inspector: "/inspector",
	"inspector-build": `/inspector/builds/${ids.failed}`,
	"inspector-tree": `/inspector/builds/${ids.failed}?tree=1`,
	"inspector-queue": "/inspector/queue",
	kiosk: "/?kiosk",
	"inspector-machine": "/inspector/machines/build",
});

describe.each([
	["light", { colorScheme: "light", viewport: { width: 1280, height: 860 } }],
	["dark", { colorScheme: "dark", viewport: { width: 1280, height: 860 } }],
	["phone", { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true }],
] as const)("%s", (look, options) => {
	test("every page is there, complains of nothing, fits its width and has no serious fault of accessibility", async () => {
		const { context, page, complaints } = await visit(browser, server, options);
		const faults: string[] = [];
		for (const [name, path] of Object.entries(pages())) {
			const status = (await page.goto(path))?.status();
			await settled(page);
			await picture(page, `${name}-${look}`);
			const tooWide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
			faults.push(...(status === 200 ? [] : [`${name}: ${status}`]), ...(tooWide ? [`${name}: too wide`] : []));
			faults.push(...(await accessFaults(page)).map((fault) => `${name}: ${fault}`));
		}
		expect([...faults, ...complaints]).toEqual([]);
		await context.close();
	});
});

test("what is not there says so with its status, and the way back", async () => {
	const { context, page } = await visit(browser, server);
	for (const path of [
		"/nope",
		"/builds/01HZY3V9QZ7J6W3K8T2M5N4P6R",
		"/inspector/builds/nobody",
		"/inspector/machines/none",
	]) {
		expect([path, (await page.goto(path))?.status()]).toEqual([path, 404]);
		await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
		await page.getByRole("link", { name: "To the dashboard" }).waitFor();
	}
	await context.close();
});

test("without JavaScript the pages can be read, and logged into", async () => {
	const { context, page } = await visit(browser, server, { javaScriptEnabled: false });
	await page.goto("/builds");
	await page.getByText("Make the button blue").first().waitFor();
	await page.goto(`/builds/${ids.failed}`);
	await page.getByText('Step "Build" exited with code 3.').waitFor();
	await page.goto("/system");
	await page.getByText("Supervision tree").waitFor();
	await page.goto(`/inspector/builds/${ids.failed}`);
	expect(await page.locator("svg[role=img] .chart-state").count()).toBeGreaterThan(8);
	await context.close();
});

test("every key that the help lists anywhere does what it says, unless single keys are turned off", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto("/system");
	await settled(page);
	for (const { key, href } of places) {
		await page.keyboard.press("g");
		await page.keyboard.press(key);
		await page.waitForURL(href);
	}
	await page.goto("/builds");
	await settled(page);
	const focused = () => page.evaluate<string>("document.activeElement.name || document.activeElement.href");
	const rows = await page
		.locator("a.build-row")
		.evaluateAll((all) => all.map((row) => (row as unknown as { href: string }).href));
	await page.keyboard.press("/");
	expect(await focused()).toBe("repository");
	await page.evaluate("document.activeElement.blur()");
	for (const [key, row] of [
		["j", 0],
		["j", 1],
		["k", 0],
	] as const) {
		await page.keyboard.press(key);
		expect(await focused()).toBe(rows[row]);
	}
	await page.keyboard.press("Enter");
	await page.waitForURL(rows[0] as string);
	await page.keyboard.press("?");
	const help = page.getByRole("dialog", { name: "Keys" });
	await help.getByLabel("Keys without Ctrl or ⌘ do something").uncheck();
	await page.keyboard.press("Escape");
	await help.waitFor({ state: "detached" });
	await page.keyboard.press("?");
	await page.keyboard.press("g");
	await page.keyboard.press("w");
	await page.keyboard.press("Control+k");
	await page.getByRole("dialog", { name: "Go to" }).waitFor();
	expect(await help.count()).toBe(0);
	expect(page.url()).toBe(rows[0]);
	await context.close();
});

test("the palette leads anywhere, and does what can be done here", async () => {
	const { context, page } = await visit(browser, server, { colorScheme: "light" });
	await page.goto("/");
	await settled(page);
	const choose = async (text: string, option: RegExp) => {
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox", { name: "Page, repository, build or command" }).fill(text);
		await page.getByRole("option", { name: option }).waitFor();
		await page.keyboard.press("Enter");
		await page.getByRole("dialog").waitFor({ state: "detached" });
	};
	await choose("app #1 failure", /app #1/);
	await page.waitForURL(`/builds/${ids.failed}`);
	await choose("theme: dark", /Theme: dark/);
	await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
	await choose("machine: step", /Machine: step/);
	await page.waitForURL("/inspector/machines/step");
	await page.goto("/builds");
	await settled(page);
	await choose("next build that failed", /on this page/);
	await expect.poll(() => page.evaluate("document.activeElement.className")).toContain("build-row");
	await context.close();
});

test("times are told in the viewer's zone on hover, and in the way that somebody likes", async () => {
	const { created_at: at } = await server.client.build(ids.failed);
	const there = { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;
	const zone = { timeZone: "Asia/Kolkata", timeZoneName: "short" } as const;
	const { context, page } = await visit(browser, server, { timezoneId: zone.timeZone, locale: "en-US" });
	await page.goto("/builds?branch=main&status=failure");
	await settled(page);
	const time = page.locator(".build-row time");
	expect(await time.textContent()).toMatch(/ago|just now/);
	const [date, clock] = new Date(at).toLocaleString("en-US", { ...there, ...zone }).split(/, (?=\d\d:)/);
	const title = (await time.getAttribute("title")) ?? "";
	expect(title).toContain(date);
	expect(title).toMatch(/GMT\+5:30$/);
	await page.getByRole("combobox", { name: "Times" }).selectOption("local");
	expect(await time.textContent()).toContain(clock?.replace(/ GMT.*/, ""));
	await page.getByRole("combobox", { name: "Times" }).selectOption("UTC");
	expect(await time.textContent()).toContain(at.slice(11, 16));
	// It is remembered, and the page that the server paints is none the worse.
	await page.reload();
	await settled(page);
	expect(await time.textContent()).toContain(at.slice(11, 16));
	expect(await time.getAttribute("title")).toMatch(/UTC$/);
	await context.close();
});

test("the theme that is chosen is painted at once by the next page", async () => {
	const { context, page } = await visit(browser, server, { colorScheme: "light" });
	await page.goto("/");
	await settled(page);
	await page.getByLabel("Theme").selectOption("dark");
	const html = await (await context.request.get("/builds")).text();
	expect(html).toContain('data-theme="dark"');
	await context.close();
});
