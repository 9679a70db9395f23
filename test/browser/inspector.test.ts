import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JournalEntry } from "#http/contract/actors.ts";
import { accessFaults, openBrowser, settled, visit } from "../support/browser.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { deliver, type Server, startServer } from "../support/server.ts";

let browser: Browser;
let server: Server;
let repo: Repo;
let repository: string;
/** Every entry of the repository's journal, oldest first. */
let entries: JournalEntry[];
const address = () => `repositories/${repository}`;
const shown = (page: Page) => page.locator(".entry-row[aria-current]");
const branchOf = (index: number) =>
	(entries[index]?.payload as { fields: { defaultBranch: string } } | undefined)?.fields.defaultBranch;

beforeAll(async () => {
	[browser, server, repo] = await Promise.all([openBrowser(), startServer(), makeRepo()]);
	const push = await repo.commit({ "oore.yaml": "workflows: {}" });
	repository = await server.add(repo, "shop");
	// More than a page of history, with a failure in its midst: three wrong signatures in a row.
	for (let i = 0; i < 150; i++) await server.client.changeRepository(repository, { default_branch: `early-${i}` });
	const wrong = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
	for (let i = 0; i < 3; i++)
		await deliver(server.url, repository, "{}", { ...wrong, "x-oore-delivery": `wrong-${i}` });
	for (let i = 0; i < 150; i++) await server.client.changeRepository(repository, { default_branch: `late-${i}` });
	for (let i = 0; i < 10; i++) await server.pushed(repository, { ref: "refs/heads/none", commit: push.commit });
	const newest = await server.client.journal(address(), { limit: 200 });
	const older = await server.client.journal(address(), { limit: 200, cursor: newest.at(-1)?.id ?? 0 });
	entries = [...newest, ...older].toReversed();
});
afterAll(async () => {
	await browser.close();
	await server.remove();
	await repo.remove();
});

describe("a link to an instant", () => {
	test("older than what a page loads shows the past: its state, its context, what was possible, and what changed", async () => {
		const { context, page, complaints } = await visit(browser, server);
		const then = entries[20] as JournalEntry;
		await page.goto(`/inspector/${address()}?at=${then.id}`);
		await settled(page);
		await page.getByText(/This is the past: after entry 21,/).waitFor();
		await page.getByText("Its state was pending_setup").waitFor();
		await page
			.getByLabel("The whole context")
			.getByText(`"defaultBranch": "${branchOf(20)}"`)
			.waitFor();
		const changes = page.getByLabel("Changed by this entry");
		expect(await changes.textContent()).toContain(`defaultBranch "${branchOf(19)}" → "${branchOf(20)}"`);
		const can = page.getByRole("region", { name: "Possible then" });
		expect(await can.textContent()).toContain("1 of 3 wrong signatures in a row.");
		expect(await can.locator("li", { hasText: "happened next" }).first().textContent()).toContain("change");
		expect(await shown(page).count()).toBe(1);
		expect(await page.getByLabel("Chart", { exact: true }).locator(".chart-state.active").count()).toBeGreaterThan(0);
		expect(await accessFaults(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("before the beginning says so, and shows now", async () => {
		const { context, page } = await visit(browser, server);
		await page.goto(`/inspector/${address()}?at=1`);
		await page.getByText(`it began with entry ${entries[0]?.id}. Shown is now.`).waitFor();
		await page.getByRole("heading", { name: "Possible now" }).waitFor();
		await context.close();
	});

	test("can be read without JavaScript, and leads to older entries", async () => {
		const { context, page } = await visit(browser, server, { javaScriptEnabled: false });
		await page.goto(`/inspector/${address()}`);
		await page.getByRole("link", { name: "Older entries" }).click();
		await page.getByText("This is the past").waitFor();
		await page.goto(`/inspector/${address()}?at=${entries[20]?.id}`);
		await page.getByText("Its state was pending_setup").waitFor();
		await page
			.getByLabel("The whole context")
			.getByText(`"${branchOf(20)}"`)
			.waitFor();
		await context.close();
	});
});

test("keys go by entry, by turn, to the next failure, to both ends, and play", async () => {
	const { context, page } = await visit(browser, server);
	const at = (index: number) => page.waitForURL((url) => url.searchParams.get("at") === String(entries[index]?.id));
	await page.goto(`/inspector/${address()}?at=${entries[100]?.id}`);
	await settled(page);
	await shown(page).waitFor();
	await page.keyboard.press("ArrowRight");
	await at(101);
	await page.keyboard.press("ArrowLeft");
	await at(100);
	await page.keyboard.press("[");
	await at(99);
	await page.keyboard.press("]");
	await at(100);
	await page.keyboard.press("n");
	const failure = entries.findIndex(({ state }) => state === "error");
	expect(failure).toBe(153);
	await at(failure);
	await page.getByText("Its state was error").waitFor();
	expect(await shown(page).textContent()).toContain("✗ failure");
	// It is in sight in its list, wherever it is.
	await expect
		.poll(() =>
			shown(page).evaluate((row) => {
				const [its, list] = [row, row.closest(".entries") ?? row].map((each) => each.getBoundingClientRect());
				return (its?.top ?? 0) >= (list?.top ?? 0) && (its?.bottom ?? 0) <= (list?.bottom ?? 0);
			}),
		)
		.toBe(true);
	await page.keyboard.press("End");
	await page.waitForURL((url) => !url.searchParams.has("at"));
	await page.keyboard.press("Space");
	await page.getByRole("button", { name: "Pause" }).waitFor();
	await page.keyboard.press("Space");
	await page.getByRole("button", { name: "Play" }).waitFor();
	await page.keyboard.press("?");
	await page.getByRole("dialog", { name: "Keys" }).getByText("The next failure").waitFor();
	await context.close();
});

test("a row that has the focus is left by the arrows, and older entries are loaded as they are asked for", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto(`/inspector/${address()}`);
	await settled(page);
	await page.getByRole("link", { name: "Older entries" }).click();
	await page.locator(".entry-row", { hasText: "begun" }).click();
	await page.getByText("This is the past: after entry 1,").waitFor();
	await page.getByText("It began with this context.").waitFor();
	await page.keyboard.press("ArrowRight");
	await page.getByText("This is the past: after entry 2,").waitFor();
	expect(await page.getByText("Older entries").count()).toBe(0);
	await context.close();
});

test("a state that was visited leads to when it was entered", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto(`/inspector/${address()}`);
	await settled(page);
	await page.locator(".chart-state", { hasText: "error" }).first().click();
	await page.getByText("Its state was error").waitFor();
	await context.close();
});

test("the index is a tree with what people call things, folds what has ended, and filters by age", async () => {
	const { context, page, complaints } = await visit(browser, server);
	await page.goto("/inspector");
	await settled(page);
	await page.getByRole("link", { name: /shop .* repository/ }).waitFor();
	const folded = page.getByRole("link", { name: "10 done" });
	await folded.waitFor();
	expect(await page.locator("a.actor-row", { hasText: "webhook" }).count()).toBe(1);
	await folded.click();
	await page.locator("a.actor-row", { hasText: "git push" }).first().waitFor();
	expect(await page.locator("a.actor-row", { hasText: "git push" }).count()).toBe(10);
	expect(await accessFaults(page)).toEqual([]);
	await page.locator("select[name=age]").selectOption("changed within 1 h");
	await page.locator("select[name=kind]").selectOption("repository");
	await page.getByRole("button", { name: "Show" }).click();
	await page.getByRole("heading", { name: "1 actor found" }).waitFor();
	await page.getByRole("link", { name: /shop/ }).waitFor();
	await page.locator("select[name=age]").selectOption("older than 1 h");
	await page.getByRole("button", { name: "Show" }).click();
	await page.getByText("No such actor").waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test("the root's page is told of what happens anywhere, and a journal can be taken along", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto("/inspector/root");
	await settled(page);
	await page.getByRole("link", { name: /shop/ }).waitFor();
	await page.getByText("At most 5 restarts within 30.0 s: with one more it fails itself.").waitFor();
	const added = await server.add(repo, "till");
	await page.getByRole("link", { name: /till/ }).waitFor();
	await page.goto(`/inspector/repositories/${added}`);
	const download = page.waitForEvent("download");
	await page.getByRole("link", { name: "Journal as JSON" }).click();
	expect((await download).suggestedFilename()).toBe(`repositories-${added}.json`);
	await context.close();
});

test("a chart fits its place, and can be made larger", async () => {
	const { context, page } = await visit(browser, server);
	await page.goto("/inspector/machines/build");
	await settled(page);
	const width = () => page.locator(".chart-pane svg[role=img]").evaluate((svg) => svg.getBoundingClientRect().width);
	await page.getByRole("button", { name: "Whole" }).click();
	const whole = await width();
	const room = await page.locator(".chart-scroll").evaluate((pane) => pane.scrollHeight - pane.clientHeight);
	expect(room).toBeLessThanOrEqual(1);
	await page.getByRole("button", { name: "Larger" }).click();
	expect(await width()).toBeGreaterThan(whole);
	await page.getByRole("button", { name: "Fit" }).click();
	await context.close();
});

test("it plays on to now and stops there, from the beginning when it is started at now; a later answer moves nobody", async () => {
	const { context, page } = await visit(browser, server);
	const other = await server.add(repo, "played");
	for (let i = 0; i < 6; i++) await server.client.changeRepository(other, { default_branch: `b${i}` });
	const ids = (await server.client.journal(`repositories/${other}`, {})).map(({ id }) => id).toReversed();
	await page.goto(`/inspector/repositories/${other}`);
	await settled(page);
	const seen: (string | null)[] = [];
	page.on("framenavigated", (frame) => seen.push(new URL(frame.url()).searchParams.get("at")));
	await page.getByLabel("Speed").selectOption("50");
	await page.keyboard.press("Space");
	await expect.poll(() => seen.at(-1)).toBe(null);
	await page.getByRole("button", { name: "Play" }).waitFor();
	expect(seen).toEqual([...ids.slice(0, -1).map(String), null]);
	// Older entries are on their way while somebody goes to now.
	await page.goto(`/inspector/${address()}?at=${entries[150]?.id}`);
	await settled(page);
	await page.keyboard.press("Home");
	await page.getByText("This is the past").waitFor();
	const held = Promise.withResolvers<void>();
	await context.route("**/journal?*around*", async (route) => {
		await held.promise;
		await route.continue();
	});
	const late = page.waitForResponse("**/journal?*around*");
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("End");
	await page.getByRole("heading", { name: "Possible now" }).waitFor();
	held.resolve();
	await late;
	await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
	expect(new URL(page.url()).searchParams.get("at")).toBe(null);
	await context.close();
});
