import type { Browser, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { paths } from "#http/contract/paths.ts";
import { accessFaults, openBrowser, picture, settled, type Visitor, visit } from "../support/browser.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let browser: Browser;
let server: Server;
let repo: Repo;
let id: string;
let visitor: Visitor;
let page: Page;

const simple = "workflows:\n  app:\n    scripts:\n      - echo one\n";
const other = "workflows:\n  app:\n    scripts:\n      - echo two\n";

beforeAll(async () => {
	[browser, server] = await Promise.all([openBrowser(), startServer()]);
});
afterAll(async () => {
	await browser.close();
	await server.remove();
});
beforeEach(async (context) => {
	repo = await makeRepo();
	id = await server.add(repo, `app-${context.task.id}`);
	visitor = await visit(browser, server);
	page = visitor.page;
});
afterEach(async () => {
	await visitor.context.close();
	await repo.remove();
});

const store = (text: string) => server.client.storePipeline(id, { config_content: text, saved_by: "somebody" });
const stored = async () => (await server.client.pipeline(id)).config_content;
const versions = async () => (await server.client.pipelineHistory(id)).length;
const textOf = async () => (await page.locator(".cm-line").allTextContents()).join("\n");
const cursorLine = () => page.locator(".cm-activeLine").textContent();
const button = (name: string) => page.getByRole("button", { name, exact: true });
const dialog = (name: string) => page.getByRole("dialog", { name });

async function open(): Promise<void> {
	await page.goto(`/repositories/${id}?tab=pipeline`);
	await settled(page);
}
async function openEditor(text = simple): Promise<void> {
	await store(text);
	await open();
	await page.locator(".cm-content").click();
}
/** Somebody replaces all of it, in one go: nothing completes it. */
async function write(text: string): Promise<void> {
	await page.locator(".cm-content").click();
	await page.keyboard.press("Control+a");
	await page.keyboard.insertText(text);
}
const save = () => page.keyboard.press("Control+s");

/** Requests of one kind wait until they are let go, one by one. */
async function holdBack(method: string, path: string) {
	const waiting: Route[] = [];
	let arrived = Promise.withResolvers<void>();
	await page.route(
		(url) => url.pathname === path,
		(route) => {
			if (route.request().method() !== method) return route.continue();
			waiting.push(route);
			arrived.resolve();
			return undefined;
		},
	);
	return {
		/** Once one has come. */
		came: () => arrived.promise,
		async letGo() {
			await arrived.promise;
			arrived = Promise.withResolvers();
			await waiting.shift()?.continue();
		},
		count: () => waiting.length,
	};
}

test("a mistake is marked at its line and listed below, as the server's validator says it", async () => {
	await openEditor();
	const broken = "workflows:\n  app:\n    scripts: 1: 2\n    triggerin: {}\n";
	const { errors } = await server.client.validatePipeline({ config_content: broken, file: "oore.yaml" });
	const [error] = errors;
	await write(broken);
	const row = page.locator(".problem-row[data-kind=error]");
	await row.first().waitFor();
	expect(await row.first().textContent()).toContain(`${error?.line}:${error?.column}`);
	expect(await row.first().textContent()).toContain(error?.message);
	expect(await row.count()).toBe(errors.length);
	await page.locator(".cm-line", { hasText: "scripts: 1: 2" }).locator(".cm-lintRange-error").waitFor();
	await page.locator(".cm-lint-marker-error").first().waitFor();
	expect(await button("Save").isDisabled()).toBe(true);
	for (const go of [button("Validate"), row.first()]) {
		await page.locator(".cm-content").press("Control+Home");
		expect(await cursorLine()).toBe("workflows:");
		await go.click();
		expect(await cursorLine()).toBe(broken.split("\n")[(error?.line ?? 0) - 1]);
	}
	await save();
	expect(await stored()).toBe(simple);
	await write(simple);
	await page.getByText("It can be used: 1 workflow").waitFor();
	expect(await row.count()).toBe(0);
	await button("Validate").click();
	await page.locator(".toast").getByText("It can be used.").waitFor();
});

test("a key is completed where it belongs", async () => {
	await openEditor();
	await write("workflows:\n  app:\n    scr");
	await page.keyboard.press("Control+Space");
	const offered = page.locator(".cm-tooltip-autocomplete li");
	await offered.filter({ hasText: "scripts" }).waitFor();
	expect(await offered.filter({ hasText: "workflows" }).count()).toBe(0);
	// By hand: a key that comes too soon after the list is taken for one of the text.
	await offered.filter({ hasText: "scripts" }).click();
	await expect.poll(textOf).toMatch(/^ {4}scripts:/m);
});

test("Ctrl-S stores the text, once", async () => {
	await openEditor();
	const held = await holdBack("PUT", paths.pipeline(id));
	await write(other);
	await save();
	await save();
	await button("Saving …").waitFor();
	await held.letGo();
	await page.getByText("Saved. Builds use it from now on.").waitFor();
	expect(held.count()).toBe(0);
	expect([await stored(), await versions()]).toEqual([other, 2]);
	await page.getByText("by admin", { exact: false }).first().waitFor();
});

test("what is typed while a save is under way stays, where it was typed", async () => {
	await openEditor();
	const held = await holdBack("PUT", paths.pipeline(id));
	await page.keyboard.press("Control+End");
	await page.keyboard.type("# one");
	await save();
	await held.came();
	await page.keyboard.type(", and while it is saved");
	await held.letGo();
	await page.getByText("Saved. Builds use it from now on.").waitFor();
	await page.keyboard.type(", TWO");
	const whole = `${simple}# one, and while it is saved, TWO`;
	expect(await textOf()).toBe(whole);
	expect(await stored()).toBe(`${simple}# one`);
	await page.getByText("not saved").waitFor();
	await save();
	await held.letGo();
	await page.getByText("not saved").waitFor({ state: "detached" });
	expect(await stored()).toBe(whole);
});

test("a refresh that fails after a save leaves the editor as it is", async () => {
	await openEditor();
	const failed = Promise.withResolvers<void>();
	await page.route(
		(url) => url.pathname === paths.pipeline(id),
		async (route) => {
			if (route.request().method() !== "GET") return route.continue();
			await route.fulfill({ status: 500, json: { detail: "It broke." } });
			return failed.resolve();
		},
	);
	await write(other);
	await save();
	await failed.promise;
	await page.getByText("not saved").waitFor({ state: "detached" });
	await page.keyboard.press("Control+End");
	await page.keyboard.type("# on");
	expect(await textOf()).toBe(`${other}# on`);
});

test("while another text is on its way nobody types into the one that it replaces", async () => {
	await openEditor(other);
	await store(simple);
	await open();
	const held = await holdBack(
		"POST",
		paths.pipelineRestore(id, (await server.client.pipelineHistory(id))[1]?.id ?? ""),
	);
	await page.locator(".version-row").nth(1).click();
	await button("Restore").click();
	await held.came();
	await page.locator(".cm-content").click();
	await page.keyboard.type("lost");
	expect(await textOf()).toBe(simple);
	await held.letGo();
	await expect.poll(textOf).toBe(other);
	await page.keyboard.press("Control+End");
	await page.keyboard.type("# kept");
	expect(await textOf()).toBe(`${other}# kept`);
});

test("a save over somebody else's is asked for, with both texts", async () => {
	await openEditor();
	await write(`${simple}# mine\n`);
	await store(other);
	await save();
	await dialog("Somebody saved meanwhile").waitFor();
	await picture(page, "editor-conflict");
	expect(await dialog("Somebody saved meanwhile").locator(".diff").textContent()).toMatch(
		/echo two.*echo one.*# mine/s,
	);
	expect(await accessFaults(page)).toEqual([]);
	await button("Cancel").click();
	expect([await textOf(), await stored()]).toEqual([`${simple}# mine\n`, other]);
	await save();
	// Again somebody is quicker: it is asked again, with what they have now.
	await dialog("Somebody saved meanwhile").waitFor();
	await store(`${other}# later\n`);
	await button("Save mine over it").click();
	await dialog("Somebody saved meanwhile").locator(".diff", { hasText: "# later" }).waitFor();
	await button("Save mine over it").click();
	await page.getByText("not saved").waitFor({ state: "detached" });
	expect([await stored(), await versions()]).toEqual([`${simple}# mine\n`, 4]);
	await store(other);
	await write(`${simple}# more\n`);
	await save();
	await button("Take theirs").click();
	await expect.poll(textOf).toBe(other);
	expect(await stored()).toBe(other);
	await page.locator(".cm-content").click();
	await page.keyboard.press("Control+z");
	expect(await textOf()).toBe(`${simple}# more\n`);
});

test("the language is switched after the new text was seen, and undo brings the old one back", async () => {
	await openEditor();
	await page.getByRole("button", { name: "HUML", exact: true }).click();
	await dialog("Convert it to HUML?").waitFor();
	await picture(page, "editor-convert");
	expect(await dialog("Convert it to HUML?").locator(".diff").textContent()).toContain("%HUML v0.2.0");
	expect(await dialog("Convert it to HUML?").textContent()).not.toContain("comments are lost");
	await button("Cancel").click();
	expect(await textOf()).toBe(simple);
	await page.getByRole("button", { name: "HUML", exact: true }).click();
	await button("Convert").click();
	await expect.poll(textOf).toContain("%HUML v0.2.0");
	await page.locator(".cm-content").click();
	await page.keyboard.press("Control+z");
	expect(await textOf()).toBe(simple);
	expect(await page.getByRole("button", { name: "YAML", exact: true }).getAttribute("aria-pressed")).toBe("true");
	await page.keyboard.press("Control+Home");
	await page.keyboard.insertText("# A comment\n");
	await page.getByRole("button", { name: "HUML", exact: true }).click();
	expect(await dialog("Convert it to HUML?").textContent()).toContain("comments are lost");
	await button("Convert").click();
	await expect.poll(textOf).toContain("%HUML v0.2.0");
	await save();
	await page.getByText("not saved").waitFor({ state: "detached" });
	expect((await server.client.pipeline(id)).config_format).toBe("huml");
});

test("a version is laid beside the text and restored; a reset brings the repository's own file back", async () => {
	await repo.commit({ "oore.yaml": "workflows:\n  own:\n    scripts: [ls]\n" });
	await store(other);
	await openEditor();
	await page.locator(".version-row").nth(1).click();
	expect(await page.locator(".history-side .diff").textContent()).toMatch(/echo two.*echo one/s);
	await button("Restore").click();
	await expect.poll(textOf).toBe(other);
	expect(await stored()).toBe(other);
	await page.locator(".version-row").first().getByText("restored from").waitFor();
	await button("Reset to the repository's file").click();
	await button("Reset").click();
	await page.getByRole("heading", { name: "The repository's own file holds" }).waitFor();
	await expect(server.client.pipeline(id)).rejects.toMatchObject({ status: 404 });
	await page.locator(".own-file", { hasText: "own:" }).waitFor();
	await picture(page, "editor-own-file");
	expect(await accessFaults(page)).toEqual([]);
	await button("Edit a copy").click();
	await expect.poll(textOf).toBe("workflows:\n  own:\n    scripts: [ls]\n");
	await save();
	await page.getByText("not saved").waitFor({ state: "detached" });
	expect(await stored()).toBe("workflows:\n  own:\n    scripts: [ls]\n");
});

test("which workflows a branch would start is told, and why not the others", async () => {
	await repo.commit({}, { branch: "feature/a" });
	await openEditor();
	const triggering = "triggering: { events: [push], branch_patterns: [main] }";
	await write(
		`workflows:\n  every:\n    scripts: [ls]\n    triggering: { events: [push] }\n  release:\n    scripts: [ls]\n    ${triggering}\n`,
	);
	await page.getByRole("textbox", { name: "Branch" }).fill("feature/a");
	await button("Test").click();
	const told = page.locator(".tested");
	await told.getByText("would start every.").waitFor();
	expect(await told.textContent()).toContain("The branch feature/a is not included by main.");
	await write(simple);
	await told.getByText("The text has been changed since.").waitFor();
	expect(await server.client.builds({ repository: id })).toEqual([]);
});

test("whoever leaves what is not saved is asked, and nothing comes back of what was given up", async () => {
	await openEditor();
	await write(other);
	await page.getByRole("link", { name: "Settings" }).click();
	await button("Stay").click();
	expect(await textOf()).toBe(other);
	await page.getByRole("link", { name: "Settings" }).click();
	await button("Leave").click();
	await button("Pause").waitFor();
	await open();
	expect(await textOf()).toBe(simple);
	expect(await page.getByText("was kept").count()).toBe(0);
	let asked = 0;
	page.on("dialog", (question) => {
		asked++;
		void question.accept();
	});
	await page.reload();
	expect(asked).toBe(0);
	await write(other);
	await page.reload();
	expect(asked).toBe(1);
	await page.getByText("was kept").waitFor();
});

test("a login that ends takes no text away, and nothing stands in the way of the next one", async () => {
	await openEditor();
	const asked: string[] = [];
	page.on("dialog", (question) => {
		asked.push(question.type());
		void question.accept();
	});
	await write(other);
	await visitor.context.clearCookies();
	await page.keyboard.press("Control+End");
	await page.keyboard.type("# more");
	await page.waitForURL(/\/login/);
	expect(asked).toEqual([]);
	await page.fill("input[name=token]", server.token);
	await page.click("button[type=submit]");
	await page.waitForURL(/tab=pipeline/);
	const offer = page.getByRole("region", { name: "An unsaved text" });
	await offer.getByText("was kept").waitFor();
	await picture(page, "editor-kept");
	expect(await accessFaults(page)).toEqual([]);
	expect(await textOf()).toBe(simple);
	// Somebody else was there meanwhile, and the text does not hide it.
	await store(`${simple}# theirs\n`);
	await offer.getByRole("button", { name: "Go on with it" }).click();
	await expect.poll(textOf).toMatch(/^workflows:\n {2}app:\n {4}scripts:\n {6}- echo two\n# m/);
	expect(await offer.count()).toBe(0);
	await save();
	await dialog("Somebody saved meanwhile").waitFor();
	await button("Save mine over it").click();
	await page.getByText("not saved").waitFor({ state: "detached" });
	expect(await stored()).toContain("echo two");
	await page.reload();
	await page.locator(".cm-content").waitFor();
	expect(await offer.count()).toBe(0);
});

test("a kept text can be discarded", async () => {
	await openEditor();
	await write(other);
	page.on("dialog", (question) => void question.accept());
	await page.reload();
	await button("Discard it").click();
	expect(await textOf()).toBe(simple);
	await page.reload();
	await page.locator(".cm-content").waitFor();
	expect(await page.getByText("was kept").count()).toBe(0);
});

test("each repository has a text of its own", async () => {
	await openEditor();
	const second = await makeRepo();
	const otherId = await server.add(second, "another-app");
	await server.client.storePipeline(otherId, { config_content: other });
	await page.evaluate(`history.pushState(null, "", "/repositories/${otherId}?tab=pipeline")`);
	await page.goBack();
	await page.goForward();
	await expect.poll(textOf).toBe(other);
	await second.remove();
});

test.each([
	["dark", { colorScheme: "dark", viewport: { width: 1280, height: 860 } }],
	["light", { colorScheme: "light", viewport: { width: 1280, height: 860 } }],
	["phone", { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true }],
	["phone-dark", { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true }],
] as const)(
	"%s: the editor fits, complains of nothing and has no serious fault of accessibility",
	async (look, options) => {
		await visitor.context.close();
		visitor = await visit(browser, server, options);
		page = visitor.page;
		await openEditor();
		await write("workflows:\n  app:\n    scripts: 1: 2\n    triggerin: {}\n");
		await page.locator(".problem-row").first().waitFor();
		await page.locator(".version-row").first().click();
		await page.locator(".history-side .diff").waitFor();
		await picture(page, `editor-${look}`);
		const faults = await accessFaults(page);
		await write(simple.replace("one", "three"));
		await page.getByText("It can be used").waitFor();
		await page.getByRole("button", { name: "HUML", exact: true }).click();
		await dialog("Convert it to HUML?").locator(".diff").waitFor();
		await picture(page, `editor-convert-${look}`);
		faults.push(...(await accessFaults(page)));
		expect(await page.evaluate("document.documentElement.scrollWidth > innerWidth")).toBe(false);
		expect([...faults, ...visitor.complaints]).toEqual([]);
	},
);
