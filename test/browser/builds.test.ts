import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessFaults, openBrowser, picture, settled, visit } from "../support/browser.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let browser: Browser;
let server: Server;
let repo: Repo;
let id: string;

beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
	[server, repo] = await Promise.all([startServer(), makeRepo()]);
	id = await server.add(repo);
});
afterEach(async () => {
	await server.remove();
	await repo.remove();
});

async function trigger(scripts: unknown[], workflow: object = {}): Promise<string> {
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { ...workflow, scripts } } }) });
	return (await server.client.trigger(id, {})).id;
}
const line = (page: Page, text: string) => page.locator(".log-line", { hasText: text });
/** What a log's viewer has drawn: what is in sight, and a little around it. */
const drawn = async (page: Page) => (await page.locator(".log-text").allTextContents()).map((text) => text.trimEnd());

/** Lines that the viewer knows of. */
const counted = async (page: Page) =>
	Number.parseInt(((await page.locator(".log-looks > .num").textContent()) ?? "").replaceAll(",", ""), 10);

/** Every line of a log without empty ones, from its top to its end, as somebody reads it who scrolls. */
async function readThrough(page: Page): Promise<string[]> {
	const lines: string[] = [];
	const box = page.locator(".log-box");
	await box.evaluate((its) => its.scrollTo({ top: 0 }));
	for (;;) {
		await expect.poll(() => page.evaluate(drawnAndFetched)).not.toBe(false);
		for (const [number, text] of await page.evaluate<[number, string][]>(drawnAndFetched)) lines[number - 1] = text;
		const before = await box.evaluate((its) => its.scrollTop);
		await box.evaluate((its) => its.scrollBy({ top: its.clientHeight }));
		if ((await box.evaluate((its) => its.scrollTop)) === before) return lines;
	}
}
/** In the page: numbers and texts of what is drawn, once it is drawn where the bar stands, and there. */
const drawnAndFetched = `(() => {
	const frame = document.querySelector(".log-box")?.getBoundingClientRect();
	const rows = [...document.querySelectorAll(".log-line")].map((row) => ({
		box: row.getBoundingClientRect(),
		number: Number(row.querySelector(".log-number").textContent),
		text: row.querySelector(".log-text").textContent.trimEnd(),
	}));
	const [first, last] = [rows[0], rows.at(-1)];
	if (!frame || !first || !last || rows.some(({ text }) => text === "")) return false;
	const isInPlace = first.box.top <= frame.top + 1 && last.box.bottom >= frame.bottom - 40;
	return isInPlace && rows.map(({ number, text }) => [number, text]);
})()`;

test("a failed build opens at the line that says why", async () => {
	const build = await trigger([
		"seq 1 5",
		{ name: "Compile", script: "seq 1 1500; echo 'error: cannot find lib/main.dart:42'; seq 1 20; exit 3" },
	]);
	await server.over(build);
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${build}`);
	await page.getByText('Step "Compile" exited with code 3.').waitFor();
	const marked = page.locator(".log-line[data-marked]");
	await marked.waitFor();
	expect(await marked.textContent()).toContain("error: cannot find lib/main.dart:42");
	await expect.poll(() => marked.evaluate((its) => its.getBoundingClientRect().bottom)).toBeLessThan(720);
	// A line can be linked to, and is where its link leads.
	await line(page, "1488").locator(".log-number").first().click();
	expect(new URL(page.url()).hash).toMatch(/^#L\d+$/);
	const there = page.url();
	await page.goto("/");
	await page.goto(there);
	await expect.poll(() => page.locator(".log-line[data-marked]").textContent()).toContain("1488");
	await context.close();
});

test("on a phone the failing line is in sight, too: below the head, although it is the log's first", async () => {
	const build = await trigger(["echo 'error: at once'; seq 1 500; exit 1"]);
	await server.over(build);
	const { context, page } = await visit(browser, server, { viewport: { width: 390, height: 700 } });
	await page.goto(`/builds/${build}`);
	await page.locator(".log-line[data-marked]", { hasText: "error: at once" }).waitFor();
	const edges = (what: string) =>
		page.locator(what).evaluate((its) => {
			const { top, bottom } = its.getBoundingClientRect();
			return { top, bottom };
		});
	const seen = async () => {
		const [line, head] = [await edges(".log-line[data-marked]"), await edges(".page-head")];
		return line.top >= head.bottom && line.bottom <= 700;
	};
	await expect.poll(seen).toBe(true);
	await context.close();
});

test("a log is searched whole, and its other stream is one click away", async () => {
	const build = await trigger(["seq 1 30000; echo on the other side >&2"]);
	await server.over(build);
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${build}`);
	await page.getByLabel("Search the log").fill("2777");
	await page.getByText("1 of 13 lines").waitFor();
	await expect.poll(() => page.locator(".log-line[data-marked]").textContent()).toContain("2777");
	await page.getByRole("button", { name: "stderr" }).click();
	await line(page, "on the other side").waitFor();
	await context.close();
});

test("the line that says why is found on either stream, and wherever it stands", async () => {
	const early = await trigger(["seq 1 1000; echo 'error: early'; seq 1 4000; exit 1"]);
	await server.over(early);
	const other = await trigger(["seq 1 2000; echo 'main.dart:1: error: on stderr' >&2; exit 1"]);
	await server.over(other);
	const { context, page } = await visit(browser, server);
	const marked = page.locator(".log-line[data-marked]");
	for (const [build, text] of [
		[early, "error: early"],
		[other, "error: on stderr"],
	] as const) {
		await page.goto(`/builds/${build}`);
		await expect.poll(() => marked.textContent()).toContain(text);
	}
	// The address leads there again, to the same stream.
	const there = page.url();
	await page.goto("/");
	await page.goto(there);
	await expect.poll(() => marked.textContent()).toContain("error: on stderr");
	await page.keyboard.press("?");
	await page.getByText("The next line of the log that speaks of an error").waitFor();
	await context.close();
});

test("lines are linked to by ranges, found by keys, wrapped and dated", async () => {
	const build = await trigger([
		"for i in $(seq 1 300); do printf 'line %s ' $i; head -c 600 /dev/zero | tr '\\0' x; echo; done; echo an error here; echo another error; echo last",
	]);
	await server.over(build);
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${build}`);
	await settled(page);
	const lines = page.locator(".log-line");
	await lines.nth(5).locator(".log-number").click();
	await lines
		.nth(8)
		.locator(".log-number")
		.click({ modifiers: ["Shift"] });
	await expect.poll(() => new URL(page.url()).hash).toBe("#L6-L9");
	expect(await page.locator(".log-line[data-marked]").count()).toBe(4);
	await page.keyboard.press("e");
	await expect.poll(() => page.locator(".log-line[data-marked]").textContent()).toContain("an error here");
	await page.keyboard.press("e");
	await expect.poll(() => page.locator(".log-line[data-marked]").textContent()).toContain("another error");
	await page.keyboard.press("E");
	await expect.poll(() => page.locator(".log-line[data-marked]").textContent()).toContain("an error here");
	await page.getByLabel("wrap").check();
	const box = page.locator(".log-box");
	await box.evaluate((its) => its.scrollTo({ top: its.scrollHeight }));
	const below = () =>
		line(page, "last").evaluate((its) => {
			const frame = its.closest(".log-box")?.getBoundingClientRect();
			return its.getBoundingClientRect().bottom - (frame?.bottom ?? 0);
		});
	// The end is where the bar ends, however many rows there are above it.
	await expect.poll(below).toBeLessThanOrEqual(1);
	expect(await box.evaluate((its) => its.scrollHeight)).toBeGreaterThan(300 * 2 * 20);
	const all = await readThrough(page);
	const numbered = Array.from({ length: 300 }, (_, i) => `line ${i + 1}`);
	expect(all.map((text) => text.replace(/ x+$/, ""))).toEqual([...numbered, "an error here", "another error", "last"]);
	await page.getByLabel("Times of lines").selectOption("relative");
	await expect.poll(() => page.locator(".log-time").first().textContent()).toMatch(/^\+\d:\d\d\.\d$/);
	await page.reload();
	await page.locator(".log-time").first().waitFor();
	expect(await page.getByLabel("wrap").isChecked()).toBe(true);
	await context.close();
});

test("a build that is run again shows its own log, not that of the one before", async () => {
	const first = await trigger(["date +%s%N"]);
	await server.over(first);
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${first}`);
	const logOf = async (build: string) =>
		(await server.client.logContent(build, { step: 0, stream: "stdout" })).content.trim();
	await line(page, await logOf(first)).waitFor();
	await page.getByRole("button", { name: "Run again", exact: true }).click();
	await page.waitForURL((url) => !url.href.includes(first));
	const again = new URL(page.url()).pathname.split("/").at(-1) as string;
	await server.over(again);
	await line(page, await logOf(again)).waitFor();
	expect(await drawn(page)).toEqual([await logOf(again)]);
	await context.close();
});

test("LOG-01: what a step prints is never more than text", async () => {
	const hostile = [
		`printf '<script>window.owned=1</script><img src=x onerror="window.owned=2">\\n'`,
		String.raw`printf '\033]8;;javascript:window.owned=3\033\\link\033]8;;\033\\ \033[31mred\033[0m\n'`,
		String.raw`printf 'progress 1\rprogress 2\rdone\n'`,
	].join("; ");
	const build = await trigger([{ name: "</script><script>window.owned=4</script>", script: hostile }]);
	await server.over(build);
	const { context, page, complaints } = await visit(browser, server);
	await page.goto(`/builds/${build}`);
	await line(page, "done").waitFor();
	expect(await drawn(page)).toEqual([
		'<script>window.owned=1</script><img src=x onerror="window.owned=2">',
		"link red",
		"done",
	]);
	expect(await page.locator(".log-text :is(script, img, a)").count()).toBe(0);
	expect(await page.locator(".log-text .fg-1").textContent()).toBe("red");
	expect(await page.evaluate("typeof window.owned")).toBe("undefined");
	expect(complaints).toEqual([]);
	const csp = (await page.goto(`/builds/${build}`))?.headers()["content-security-policy"] ?? "";
	expect(csp).toMatch(/script-src 'self' 'nonce-[\w-]{22}'(;|$)/);
	for (const path of [
		`/api/builds/${build}/logs/content?step=0&download=1`,
		`/api/builds/${build}/logs/content?step=0`,
	]) {
		const headers = (await context.request.get(path)).headers();
		expect(headers["content-type"]).toMatch(/^(text\/plain|application\/json)/);
		expect(headers["x-content-type-options"]).toBe("nosniff");
	}
	await context.close();
});

test("who listens hears how a build ended; who goes by Tab passes a log in one stop, and is never under the head", async () => {
	const build = await trigger(["seq 1 2000; while [ ! -e ../stop ]; do sleep 0.05; done; exit 4"]);
	const { context, page } = await visit(browser, server, { viewport: { width: 640, height: 450 } });
	await page.goto(`/builds/${build}?step=0&stream=stdout`);
	await settled(page);
	await line(page, "1999").waitFor();
	expect(await page.getByText("ci #1: failure.").count()).toBe(0);
	const { plan } = (await server.client.actor(`builds/${build}`)).context as { plan: { workspace: string } };
	writeFileSync(`${plan.workspace}/../stop`, "");
	await page.locator("[aria-live=polite]", { hasText: 'ci #1: failure. Step "' }).waitFor({ state: "attached" });
	await page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()");
	/** In the page: what has the focus, and whether the head covers its middle. */
	const focused = `(() => {
		const its = document.activeElement;
		const [box, head] = [its, document.querySelector(".page-head.sticky")].map((each) => each.getBoundingClientRect());
		const inside = its.closest(".page-head.sticky, .side, .skip");
		return { what: its.className || its.tagName, covered: !inside && (box.top + box.bottom) / 2 < head.bottom };
	})()`;
	const stops: { what: string; covered: boolean }[] = [];
	for (const key of ["Tab", "Shift+Tab"])
		for (let i = 0; i < 60; i++) {
			await page.keyboard.press(key);
			const stop = await page.evaluate<{ what: string; covered: boolean }>(focused);
			if (stop.what === "BODY") break;
			stops.push(stop);
		}
	expect(stops.filter(({ what }) => what.includes("log-number"))).toEqual([]);
	expect(stops.filter(({ what }) => what.includes("log-box")).length).toBeGreaterThan(0);
	expect(stops.filter(({ covered }) => covered)).toEqual([]);
	await context.close();
});

test("a link to a line of a log holds through the login; who is logged in is not asked again", async () => {
	const build = await trigger(["seq 1 900"]);
	await server.over(build);
	const { context, page } = await visit(browser, server, { loggedIn: false });
	await page.goto(`/builds/${build}?step=0&stream=stdout#L123`);
	await page.getByText(`It goes on to /builds/${build}`).waitFor();
	await page.fill("input[name=token]", server.token);
	await page.click("button[type=submit]");
	await page.waitForURL(`/builds/${build}?step=0&stream=stdout#L123`);
	await expect.poll(() => page.locator(".log-line[data-marked] .log-text").textContent()).toContain("123");
	await page.goto("/login?next=/system");
	await page.waitForURL("/system");
	await context.clearCookies();
	await page.goto("/login?next=//evil.example");
	await page.getByLabel("Admin token").waitFor();
	expect(await page.getByText("evil").count()).toBe(0);
	await context.close();
});

test("artifacts can be put in order, and taken one by one or all at once", async () => {
	const build = await trigger(
		["mkdir out; echo a > out/a.txt; head -c 5000 /dev/zero > out/m.apk; head -c 90 /dev/zero > out/z.ipa"],
		{
			artifacts: ["out/*"],
		},
	);
	await server.over(build);
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${build}`);
	await settled(page);
	const names = () => page.locator(".artifact-name a").allTextContents();
	expect(await names()).toEqual(["a.txt", "m.apk", "z.ipa"]);
	await page.getByLabel("Order of artifacts").selectOption("size");
	await expect.poll(names).toEqual(["m.apk", "z.ipa", "a.txt"]);
	// It is in the address, and what is sent to somebody shows the same.
	await page.reload();
	expect(await names()).toEqual(["m.apk", "z.ipa", "a.txt"]);
	for (const [link, name] of [
		[page.getByRole("link", { name: "Download out/m.apk" }), "m.apk"],
		[page.getByRole("link", { name: "All as zip" }), ".zip"],
	] as const) {
		const download = page.waitForEvent("download");
		await link.click();
		expect((await download).suggestedFilename()).toContain(name);
	}
	await context.close();
});

test("any colour that a program chooses can be read in both themes", async () => {
	const build = await trigger([
		"for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 21 46 51 123 190 201 226 229 231 232 244 255; do printf '\\033[38;5;%sm%s\\033[0m \\033[48;5;%smon %s\\033[0m\\n' $n $n $n $n; done",
	]);
	await server.over(build);
	for (const colorScheme of ["light", "dark"] as const) {
		const { context, page } = await visit(browser, server, { colorScheme, viewport: { width: 1280, height: 1200 } });
		await page.goto(`/builds/${build}`);
		await line(page, "on 255").waitFor();
		await settled(page);
		expect(await page.locator(".log-text > span").count()).toBeGreaterThan(50);
		expect(await accessFaults(page)).toEqual([]);
		await picture(page, `colours-${colorScheme}`);
		await context.close();
	}
});

test("two tabs follow a build through the death of the server, and end with the log as it is stored", async () => {
	const build = await trigger([
		"i=0; while [ ! -e ../stop ]; do i=$((i+1)); echo line $i; sleep 0.02; done; echo the end",
	]);
	const { context, page } = await visit(browser, server);
	const second = await context.newPage();
	for (const tab of [page, second]) {
		await tab.goto(`/builds/${build}`);
		await line(tab, "line 20").first().waitFor();
	}
	await page.keyboard.press(".");
	await page.getByRole("button", { name: "Paused" }).waitFor();
	await page.keyboard.press(".");
	await page.getByRole("button", { name: "Following" }).waitFor();
	await server.kill();
	await page.locator("html[data-live=offline]").waitFor({ state: "attached" });
	const port = new URL(server.url).port;
	server = await server.restart({ OORE_BIND_ADDRESS: `127.0.0.1:${port}` });
	for (const tab of [page, second]) await settled(tab);
	const before = (await server.client.logContent(build, { step: 0, stream: "stdout" })).line_count;
	for (const tab of [page, second])
		await expect.poll(() => counted(tab), { timeout: 20_000 }).toBeGreaterThan(before + 5);
	const workspace = (await server.client.actor(`builds/${build}`)).context as { plan: { workspace: string } };
	writeFileSync(`${workspace.plan.workspace}/../stop`, "");
	await server.over(build);
	const stored = (await server.client.logContent(build, { step: 0, stream: "stdout" })).content.trimEnd().split("\n");
	for (const tab of [page, second]) {
		await tab.locator(".page-head .badge", { hasText: "success" }).waitFor();
		await line(tab, "the end").waitFor();
		expect(await readThrough(tab)).toEqual(stored);
	}
	await context.close();
});

test("what could not be read while the server was away is read once it is back", async () => {
	const build = await trigger(["seq 1 5000"]);
	await server.over(build);
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${build}?step=0#L4990`);
	await settled(page);
	await line(page, "4990").waitFor();
	await server.kill();
	await page.locator("html[data-live=offline]").waitFor({ state: "attached" });
	await page.locator(".log-box").evaluate((its) => its.scrollTo({ top: 0 }));
	await page.getByText("The server does not answer. The page goes on by itself once it does.").first().waitFor();
	server = await server.restart({ OORE_BIND_ADDRESS: `127.0.0.1:${new URL(server.url).port}` });
	await settled(page);
	expect(await readThrough(page)).toEqual(Array.from({ length: 5_000 }, (_, n) => String(n + 1)));
	await context.close();
});

test("in a list rows keep their place and focus; new ones wait while somebody reads", async () => {
	for (let n = 0; n < 3; n++) await server.over(await trigger([n === 1 ? "exit 1" : "true"]));
	const { context, page } = await visit(browser, server);
	await page.goto("/builds");
	await settled(page);
	const rows = page.locator("a.build-row");
	const numbers = async () => (await rows.allTextContents()).map((text) => /#(\d+)/.exec(text)?.[1]);
	expect(await numbers()).toEqual(["3", "2", "1"]);
	await page.keyboard.press("f");
	const focused = () => page.evaluate<string>("document.activeElement.textContent");
	expect(await focused()).toContain("#2");
	await server.over(await trigger(["true"]));
	await page.getByRole("button", { name: "1 new" }).waitFor();
	expect(await numbers()).toEqual(["3", "2", "1"]);
	expect(await focused()).toContain("#2");
	await page.getByRole("button", { name: "1 new" }).click();
	expect(await numbers()).toEqual(["4", "3", "2", "1"]);
	// Nobody reads: what comes is shown.
	await page.mouse.move(5, 400);
	await page.keyboard.press("?");
	await page.keyboard.press("Escape");
	await page.evaluate("document.activeElement.blur()");
	await server.over(await trigger(["true"]));
	await expect.poll(numbers).toEqual(["5", "4", "3", "2", "1"]);
	await context.close();
});

test("a build is started, cancelled after being asked, run again, and looked at from the inside", async () => {
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts: ["sleep 600"] } } }) });
	const { context, page } = await visit(browser, server);
	await page.goto("/");
	await settled(page);
	await page.getByRole("button", { name: "Start a build" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();
	await page.waitForURL(/\/builds\/\w+$/);
	const head = page.locator(".page-head .badge");
	await head.filter({ hasText: "running" }).waitFor();
	expect(await page.locator("#favicon").getAttribute("href")).toContain("running");
	await page.getByRole("button", { name: "Cancel", exact: true }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Cancel the build" }).click();
	await head.filter({ hasText: "cancelled" }).waitFor();
	const cancelled = page.url();
	await page.getByRole("button", { name: "Run again", exact: true }).click();
	await page.waitForURL((url) => url.href !== cancelled);
	// Once more, with something changed: the form holds what it was.
	const unchanged = page.url();
	await page.getByRole("button", { name: "Run again with changes" }).click();
	const form = page.getByRole("dialog", { name: "Run again with changes" });
	expect(await form.getByLabel("Workflow").inputValue()).toBe("ci");
	await form.getByLabel("Inputs").fill("flavor");
	await form.getByRole("button", { name: "Start", exact: true }).click();
	await form.getByText("flavor: a line is a name, = and a value").waitFor();
	await form.getByLabel("Inputs").fill("flavor=beta");
	await form.getByRole("button", { name: "Start", exact: true }).click();
	await form.getByText("There is no input flavor.").waitFor();
	await form.getByLabel("Inputs").fill("");
	await form.getByRole("button", { name: "Start", exact: true }).click();
	await page.waitForURL((url) => url.href !== unchanged);
	await page.getByRole("link", { name: "Inspect", exact: true }).click();
	await page.locator(".chart-state.active", { hasText: "running" }).first().waitFor();
	const instants = page.locator(".entry-row");
	await instants.first().click();
	await page.getByText("This is the past").waitFor();
	await page.locator(".chart-state.active", { hasText: "pending" }).waitFor();
	// Its page, as it was then.
	await page.getByRole("link", { name: "Its page" }).click();
	await page.getByText("This is the past: the build as it was at").waitFor();
	await page.getByText("This is the past: the build as it was at").waitFor();
	await head.filter({ hasText: "pending" }).waitFor();
	await page.goBack();
	await page.getByRole("heading", { name: "Possible then" }).waitFor();
	await page.keyboard.press("End");
	await page.getByText("This is the past").waitFor({ state: "detached" });
	await context.close();
});

test("ten tabs are open and an eleventh is answered: the browser has one stream", async () => {
	const build = await trigger(["echo hello; sleep 600"]);
	const { context, page } = await visit(browser, server);
	const tabs = [page];
	for (let i = 1; i < 10; i++) tabs.push(await context.newPage());
	for (const tab of tabs) {
		await tab.goto(`/builds/${build}`);
		await settled(tab);
		await line(tab, "hello").waitFor();
	}
	const last = await context.newPage();
	expect((await last.goto("/builds"))?.status()).toBe(200);
	await context.close();
});
