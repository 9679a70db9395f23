import { createSignal } from "solid-js";
import type { Theme } from "../lib/theme-cookie.ts";

const yearSecs = 31_536_000;
const [theme, setTheme] = createSignal<Theme>("system");

/** What was chosen; what the server painted is known once the page has begun. */
export { theme };

/** What the server painted the page by. */
export function readTheme(): void {
	setTheme((document.documentElement.dataset["theme"] as Theme | undefined) ?? "system");
}

/** Remembered by a cookie, so that the server paints it at once. */
export function chooseTheme(next: Theme): void {
	setTheme(next);
	document.documentElement.dataset["theme"] = next;
	// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
	document.cookie = `oore_theme=${next}; Path=/; Max-Age=${yearSecs}; SameSite=Lax`;
}
