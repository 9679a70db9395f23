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

const workflow = (script: string) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts: [script] } } }) });
const openSettings = async (page: Page) => {
	await page.goto(`/repositories/${id}?tab=settings`);
	await settled(page);
};

test("a repository is added; what is wrong is said at every field at once", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto("/repositories/new");
	await settled(page);
	await page.getByLabel("Owner").fill("acme");
	await page.getByRole("button", { name: "Add it" }).click();
	await expect.poll(() => page.locator(".fault").count()).toBe(2);
	await page.getByLabel("Repository", { exact: true }).fill("two words");
	await page.getByLabel("Clone URL").fill("ftp://example.com/app.git");
	await page.getByLabel("Default branch").fill("a b");
	await page.getByRole("button", { name: "Add it" }).click();
	const at = (name: string) => page.locator(".field", { hasText: name }).locator(".fault");
	await expect.poll(() => at("Default branch").textContent()).toContain("not a name that git allows");
	expect(await at("Clone URL").textContent()).toContain("ftp:");
	expect(await at("Repository").textContent()).toContain("letters, digits");
	// The first of them is where typing goes on.
	expect(await page.evaluate("document.activeElement.name")).toBe("repo_name");
	expect(await accessFaults(page)).toEqual([]);
	await page.getByLabel("Repository", { exact: true }).fill("tools");
	await page.getByLabel("Clone URL").fill(repo.url);
	await page.getByLabel("Default branch").fill("");
	await page.getByRole("button", { name: "Add it" }).click();
	await page.getByRole("heading", { name: "acme/tools" }).waitFor();
	await page.getByText("It has no webhook secret, so that every delivery is refused.").waitFor();
	await context.close();
});

test("settings that are cleared are not saved; what somebody else saves leaves the typing alone", async () => {
	const { context, page } = await visit(browser, server);
	await openSettings(page);
	const name = page.getByLabel("Name");
	await name.fill("");
	await page.getByLabel("Default branch").fill(" ");
	await page.getByRole("button", { name: "Save" }).click();
	await expect.poll(() => page.locator(".fault").allTextContents()).toHaveLength(2);
	await name.fill("typed here");
	await page.getByLabel("Default branch").fill("trunk");
	await server.client.changeRepository(id, { name: "changed there" });
	await page.getByText("It was changed elsewhere meanwhile: changed there, main.").waitFor();
	expect(await name.inputValue()).toBe("typed here");
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByRole("heading", { name: "typed here" }).waitFor();
	expect(await server.client.repository(id)).toMatchObject({ name: "typed here", default_branch: "trunk" });
	// Where nothing is being typed, the form shows what there is.
	await server.client.changeRepository(id, { name: "changed again" });
	await expect.poll(() => name.inputValue()).toBe("changed again");
	await context.close();
});

test("a paused repository starts no build, and says so wherever one could be started", async () => {
	await repo.commit(workflow("true"));
	const { context, page } = await visit(browser, server);
	await openSettings(page);
	await page.getByRole("button", { name: "Pause", exact: true }).click();
	await page.getByRole("heading", { name: "It is paused" }).waitFor();
	await page.getByRole("button", { name: "Start a build" }).click();
	await page.getByRole("dialog").getByText("is paused: no build of it starts").waitFor();
	await page.keyboard.press("Escape");
	await page.getByRole("dialog").waitFor({ state: "detached" });
	// Whoever closes a dialog is where he was.
	await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Start a build");
	await page.goto("/");
	await settled(page);
	await page.getByRole("button", { name: "Start a build" }).click();
	expect(await page.getByLabel("Repository").inputValue()).toBe("");
	await expect(server.client.trigger(id, {})).rejects.toThrow("is paused: no build of it starts");
	await server.client.changeRepository(id, { is_active: true });
	expect((await server.over((await server.client.trigger(id, {})).id)).status).toBe("success");
	await context.close();
});

test("the dialog that starts a build keeps its choice, offers branches, and starts one build", async () => {
	await repo.commit(workflow("true"));
	await server.over((await server.client.trigger(id, {})).id);
	const second = await server.add(repo, "second");
	const { context, page } = await visit(browser, server);
	await page.goto("/");
	await settled(page);
	await page.getByRole("button", { name: "Start a build" }).click();
	const choice = page.getByLabel("Repository");
	await expect.poll(() => choice.inputValue()).toBe(second);
	await choice.selectOption(id);
	const offered = page.locator("datalist option[value=main]");
	await offered.first().waitFor({ state: "attached" });
	await page.getByLabel("Branch").fill("main");
	// The list is longer by one, and one has another name.
	await server.client.changeRepository(second, { name: "renamed" });
	await server.add(repo, "third");
	await expect.poll(() => choice.locator("option").allTextContents()).toContain("acme/third");
	await expect.poll(() => choice.locator("option").allTextContents()).toContain("renamed");
	expect(await choice.inputValue()).toBe(id);
	expect(await page.getByLabel("Branch").inputValue()).toBe("main");
	await page.getByRole("button", { name: "Start", exact: true }).dblclick();
	await page.waitForURL("/builds/*");
	expect(await server.client.builds({ repository: id })).toHaveLength(2);
	await context.close();
});

test("who removes a repository is told what still runs, and what became of it", async () => {
	await repo.commit(workflow("while [ ! -e stop ]; do sleep 0.1; done"));
	const { id: build } = await server.client.trigger(id, {});
	await server.until(async () => (await server.client.build(build)).status === "running");
	const { context, page } = await visit(browser, server);
	await page.goto("/repositories");
	await settled(page);
	const row = page.locator(".repo-item", { hasText: "acme/app" });
	expect(await row.textContent()).toContain("running");
	const remove = row.getByRole("button", { name: "Remove acme/app" });
	await remove.click();
	await page.getByText("1 build of it has not ended: 1 running, 0 waiting.").waitFor();
	await page.getByRole("button", { name: "Keep it" }).click();
	await page.getByRole("dialog").waitFor({ state: "detached" });
	await expect.poll(() => page.evaluate("document.activeElement.ariaLabel")).toBe("Remove acme/app");
	await remove.click();
	await page.getByText("1 build of it has not ended").waitFor();
	await page.getByRole("button", { name: "Remove it" }).click();
	await page.getByText("acme/app was removed. 1 build of it still goes on to its end.").waitFor();
	await page.getByText("No repository yet").waitFor();
	expect((await server.client.build(build)).status).toBe("running");
	await context.close();
});

/** Of the primary button. */
const colours = (page: Page): Promise<{ label: string; back: string }> =>
	page.evaluate(`(() => {
		const { color, backgroundColor } = getComputedStyle(document.querySelector(".button.primary"));
		return { label: color, back: backgroundColor };
	})()`);

test.each(["light", "dark"] as const)("a primary button under the pointer can be read (%s)", async (colorScheme) => {
	const { context, page } = await visit(browser, server, { colorScheme });
	await page.goto("/");
	await settled(page);
	const button = page.getByRole("button", { name: "Start a build" });
	await button.hover();
	expect(await accessFaults(page)).toEqual([]);
	const hovered = await colours(page);
	await page.mouse.move(0, 0);
	const atRest = await colours(page);
	expect(hovered.label).toBe(atRest.label);
	expect(hovered.back).not.toBe(atRest.back);
	await context.close();
});

test("on a phone every repository can be read, and the menu closes when it has led somewhere", async () => {
	await server.client.changeRepository(id, { name: "a-name/that-is-rather-long-for-a-narrow-screen" });
	const { context, page } = await visit(browser, server, { viewport: { width: 390, height: 844 }, hasTouch: true });
	await page.goto("/");
	await settled(page);
	await page.getByText("Menu").tap();
	await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Repositories" }).tap();
	await page.waitForURL("/repositories");
	await page.getByRole("navigation", { name: "Pages" }).waitFor({ state: "hidden" });
	const name = page.getByText("a-name/that-is-rather-long");
	await name.waitFor();
	await picture(page, "repositories-named-phone");
	const places = await page.locator(".repo-row").evaluate((row) =>
		[...row.querySelectorAll("strong, .badge")].map((each) => {
			const { left, right, top, bottom } = each.getBoundingClientRect();
			return { left, right, top, bottom, cut: each.scrollWidth > each.clientWidth + 1 && each.tagName === "STRONG" };
		}),
	);
	expect(places.length).toBeGreaterThanOrEqual(2);
	expect(places.filter(({ cut, right, left }) => cut || right > 390 || left < 0)).toEqual([]);
	const [first, second] = places;
	expect((first?.bottom ?? 0) <= (second?.top ?? 0) || (first?.right ?? 0) <= (second?.left ?? 0)).toBe(true);
	// On a wide screen there is no menu to open, and nothing to stop at.
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.getByRole("checkbox", { name: "Show the menu" }).waitFor({ state: "hidden" });
	await context.close();
});

test("without JavaScript no form puts a secret into an address", async () => {
	const { context, page } = await visit(browser, server, { javaScriptEnabled: false });
	for (const path of ["/repositories/new", `/repositories/${id}?tab=settings`]) {
		await page.goto(path);
		await page.locator("noscript .note", { hasText: "This form needs JavaScript." }).waitFor();
		expect(await page.getByLabel("Webhook secret").isDisabled()).toBe(true);
		expect(await page.locator("main form").getAttribute("method")).toBe("post");
		expect(await page.locator("main form button[type=submit]").isDisabled()).toBe(true);
	}
	await context.close();
});

test("where a webhook is to be sent is told with its picture, unless the address is this machine's own", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto(`/repositories/${id}`);
	await page.getByText("This address holds on the server's own machine only.").waitFor();
	const picture = page.getByRole("img", { name: "The webhook URL as a QR code" });
	expect(await picture.count()).toBe(0);
	await context.close();
	await server.stop();
	server = await server.restart({ OORE_BASE_URL: "http://ci.example.com" });
	const reachable = await visit(browser, server);
	await reachable.page.goto(`/repositories/${id}`);
	await reachable.page.getByText("http://ci.example.com/api/webhooks/").first().waitFor();
	await reachable.page.getByRole("img", { name: "The webhook URL as a QR code" }).waitFor();
	await reachable.context.close();
});
