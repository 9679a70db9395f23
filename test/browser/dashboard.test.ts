import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessFaults, openBrowser, settled, visit } from "../support/browser.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let browser: Browser;
let server: Server;
let repo: Repo;

beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
	[server, repo] = await Promise.all([startServer(), makeRepo()]);
});
afterEach(async () => {
	await server.remove();
	await repo.remove();
});

const workflow = (script: string) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts: [script] } } }) });

test("before the first build the dashboard says what is left to do; then what runs comes first", async () => {
	const { context, page } = await visit(browser, server);
	await settled(page);
	await page.getByText("Three steps to the first build").waitFor();
	await page.getByText("--clone-url https://git.example.com/me/app.git").waitFor();
	await page.getByRole("button", { name: "Start a build" }).click();
	await page.getByText("There is no repository that one could be of.").waitFor();
	await page.keyboard.press("Escape");
	const id = await server.add(repo);
	await page.getByText("npx oore build trigger acme/app --watch").waitFor();
	await repo.commit(workflow("true"), { message: "Over already" });
	await server.over((await server.client.trigger(id, {})).id);
	await repo.commit(workflow("while [ ! -e stop ]; do sleep 0.1; done"), { message: "Running now" });
	await server.client.trigger(id, {});
	await page.getByRole("heading", { name: "1 running, 0 waiting" }).waitFor();
	await page.getByRole("heading", { name: "Recent builds" }).waitFor();
	await expect
		.poll(() => page.locator(".build-row .what > :first-child").allTextContents())
		.toEqual(["Running now", "Over already"]);
	await page.getByRole("img", { name: "Of the last 2 builds 1 succeeded and 0 failed" }).waitFor();
	await page.getByText("of its disk free").waitFor();
	await page.getByText("○ 1 repository without a delivery").waitFor();
	expect(await accessFaults(page)).toEqual([]);
	// On a wall: the same, and nothing to press.
	await page.goto("/?kiosk");
	await settled(page);
	await page.getByText("Running now").waitFor();
	expect(await page.locator("button, select, input, nav").count()).toBe(0);
	expect(await accessFaults(page)).toEqual([]);
	await context.close();
});

test("a delivery judged anew has its verdict below, and is started for real once", async () => {
	const id = await server.add(repo);
	const pipeline = { workflows: { ci: { triggering: { events: ["push"] }, scripts: ["true"] } } };
	const push = await repo.commit({ "oore.yaml": JSON.stringify(pipeline) });
	const [build] = await server.pushed(id, push);
	await server.over(build?.id ?? "");
	const { context, page } = await visit(browser, server);
	await page.goto("/webhooks?event_type=push");
	await page.locator(".event-row").click();
	await page.locator(".verdict-row").getByRole("link", { name: "ci #1" }).waitFor();
	await page.getByRole("link", { name: "acme/app" }).waitFor();
	await settled(page);
	await page.getByRole("button", { name: "Look" }).click();
	await page.getByRole("button", { name: "Start it for real" }).dblclick();
	await page.waitForURL("/builds/*");
	expect(await server.client.builds({ repository: id })).toHaveLength(2);
	// Of a paused repository it is only looked at.
	await server.client.changeRepository(id, { is_active: false });
	await page.goto("/webhooks?event_type=push");
	await page.locator(".event-row").click();
	await page.getByText("Its repository is paused").waitFor();
	await settled(page);
	await page.getByRole("button", { name: "Look" }).click();
	await page.getByText("Would start ci.").waitFor();
	expect(await page.getByRole("button", { name: "Start it for real" }).count()).toBe(0);
	await context.close();
});

test("what nobody answered can be tried again from its toast, which comes once", async () => {
	const id = await server.add(repo);
	const { context, page } = await visit(browser, server);
	await page.goto(`/repositories/${id}?tab=settings`);
	await settled(page);
	await context.setOffline(true);
	const pause = page.getByRole("button", { name: "Pause", exact: true });
	await pause.click();
	const toast = page.locator(".toast");
	await toast.getByText("The server does not answer.").waitFor();
	await pause.click();
	await expect.poll(() => pause.isEnabled()).toBe(true);
	expect(await toast.count()).toBe(1);
	await context.setOffline(false);
	await toast.getByRole("button", { name: "Try again" }).click();
	await page.getByRole("heading", { name: "It is paused" }).waitFor();
	await context.close();
});

test("a page whose parts could not be fetched comes by itself once there is a connection", async () => {
	const { context, page } = await visit(browser, server);
	await settled(page);
	await context.route("**/_build/assets/**", (route) => route.abort());
	await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "System" }).click();
	await page.getByRole("heading", { name: "A part of this page could not be fetched" }).waitFor();
	await context.unroute("**/_build/assets/**");
	await context.setOffline(true);
	await context.setOffline(false);
	await page.getByRole("heading", { name: "Supervision tree" }).waitFor();
	await context.close();
});

test("an address that is malformed is answered with a page, and to a program with a problem", async () => {
	const { context, page } = await visit(browser, server);
	const answer = await page.goto("/builds/%E0%A4%A");
	expect(answer?.status()).toBe(400);
	await page.getByText("This address is malformed").waitFor();
	await page.getByRole("link", { name: "To the dashboard" }).click();
	await page.getByRole("heading", { name: "Dashboard" }).waitFor();
	const told = await server.fetch("/api/builds/%E0%A4%A");
	expect([told.status, await told.json()]).toEqual([400, expect.objectContaining({ code: "bad_address" })]);
	await context.close();
});

test("who cancels a build in the dashboard is told apart from a program", async () => {
	const id = await server.add(repo);
	await repo.commit(workflow("while [ ! -e stop ]; do sleep 0.1; done"));
	const { id: build } = await server.client.trigger(id, {});
	const { context, page } = await visit(browser, server);
	await page.goto(`/builds/${build}`);
	await settled(page);
	await page.getByRole("button", { name: "Cancel", exact: true }).click();
	await page.getByRole("button", { name: "Cancel the build" }).click();
	await page.getByText("Cancelled by hand in the dashboard.").first().waitFor();
	await context.close();
});

test("who leaves the palette is where he was; what the address cannot ask for is said", async () => {
	await server.add(repo);
	const { context, page } = await visit(browser, server);
	await page.goto("/repositories");
	await settled(page);
	await page.locator(".repo-row").focus();
	await page.keyboard.press("Control+k");
	await page.getByRole("dialog").getByRole("combobox").waitFor();
	await page.keyboard.press("Escape");
	await page.getByRole("dialog").waitFor({ state: "detached" });
	await expect.poll(() => page.evaluate("document.activeElement.className")).toContain("repo-row");
	expect((await page.goto("/webhooks?status=lost"))?.status()).toBe(400);
	await page.getByRole("heading", { name: "This address asks for what cannot be" }).waitFor();
	await page.getByText("status: It must be received, deciding, acted, ignored or failed.").waitFor();
	await context.close();
});

test("the way back in a list and to its newest again keeps the filters", async () => {
	const id = await server.add(repo);
	const { commit } = await repo.commit({ "oore.yaml": "workflows: {}" });
	for (let i = 0; i < 55; i++) await server.pushed(id, { ref: "refs/heads/main", commit });
	const { context, page } = await visit(browser, server);
	await page.goto("/webhooks?provider=git");
	await settled(page);
	const rows = page.locator(".event-row");
	expect(await rows.count()).toBe(50);
	await page.getByRole("link", { name: "Older" }).click();
	await expect.poll(() => rows.count()).toBe(5);
	expect(new URL(page.url()).searchParams.get("provider")).toBe("git");
	expect(await page.getByRole("link", { name: "Older" }).count()).toBe(0);
	await page.getByRole("link", { name: "To the newest" }).click();
	await page.waitForURL("/webhooks?provider=git");
	await expect.poll(() => rows.count()).toBe(50);
	await context.close();
});

test("filters are found again in the address, without those that say nothing", async () => {
	await server.add(repo);
	const { context, page } = await visit(browser, server);
	await page.goto("/repositories");
	await settled(page);
	await page.getByLabel("Search").fill("other");
	await page.getByRole("button", { name: "Show" }).click();
	await page.waitForURL("/repositories?q=other");
	await page.getByText("Nothing fits these filters.").waitFor();
	await page.getByRole("link", { name: "Clear" }).click();
	await page.locator(".repo-row", { hasText: "acme/app" }).waitFor();
	// Folded on a phone until one is set.
	await page.setViewportSize({ width: 390, height: 844 });
	await page.getByLabel("Search").waitFor({ state: "hidden" });
	await page.getByText("Filters").click();
	await page.getByLabel("Search").waitFor();
	await context.close();
});
