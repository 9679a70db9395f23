import { mkdirSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import {
	type Browser,
	type BrowserContext,
	type BrowserContextOptions,
	type Page,
	chromium as playwright,
} from "playwright-core";
import type { Server } from "./server.ts";

/** For a person to look at. */
const screens = join(import.meta.dirname, "../../test-results/screens");

/** The Chromium that comes as a package: nothing is installed, nothing is downloaded. */
export async function openBrowser(): Promise<Browser> {
	return playwright.launch({
		executablePath: await chromium.executablePath(),
		args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
	});
}

export interface Visitor {
	readonly context: BrowserContext;
	readonly page: Page;
	/** What the browser complained of: errors of scripts, refused resources, broken policies. */
	readonly complaints: string[];
}

/** A browser of one's own, logged in unless told otherwise. */
export async function visit(
	browser: Browser,
	server: Server,
	{ loggedIn = true, ...options }: BrowserContextOptions & { loggedIn?: boolean } = {},
): Promise<Visitor> {
	const context = await browser.newContext({ baseURL: server.url, ...options });
	const complaints: string[] = [];
	context.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
	});
	context.on("weberror", (error) => complaints.push(error.error().message));
	const page = await context.newPage();
	if (loggedIn) await logIn(page, server);
	return { context, page, complaints };
}

export async function logIn(page: Page, server: Server): Promise<void> {
	await page.goto("/login");
	await page.fill("input[name=token]", server.token);
	await page.click("button[type=submit]");
	await page.waitForURL("/");
}

/** A page as it is once its scripts run and the live stream is open. */
export async function settled(page: Page): Promise<void> {
	await page.waitForLoadState("load");
	await page.locator("html[data-live=live]").waitFor({ state: "attached" });
}

export async function picture(page: Page, name: string): Promise<void> {
	mkdirSync(screens, { recursive: true });
	await page.screenshot({ path: join(screens, `${name}.png`), fullPage: false });
}

/** Serious faults of accessibility, as axe finds them. */
export async function accessFaults(page: Page): Promise<string[]> {
	const { default: axe } = (await import("axe-core")) as { default: { source: string } };
	await page.evaluate(axe.source);
	return page.evaluate(async () => {
		const { axe: inPage } = globalThis as unknown as {
			axe: {
				run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
			};
		};
		const { violations } = await inPage.run({ resultTypes: ["violations"] });
		return violations
			.filter(({ impact }) => impact === "serious" || impact === "critical")
			.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
	});
}
