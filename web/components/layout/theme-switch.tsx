import { createSignal, For, onMount } from "solid-js";
import { type Theme, themes } from "../../lib/theme-cookie.ts";

const yearSecs = 31_536_000;

/** Remembered by a cookie, so that the server paints it at once. */
export function ThemeSwitch() {
	const [theme, setTheme] = createSignal<Theme>("system");
	onMount(() => setTheme((document.documentElement.dataset["theme"] as Theme | undefined) ?? "system"));
	const choose = (next: Theme) => {
		setTheme(next);
		document.documentElement.dataset["theme"] = next;
		// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
		document.cookie = `oore_theme=${next}; Path=/; Max-Age=${yearSecs}; SameSite=Lax`;
	};
	return (
		<label class="field">
			<span class="visually-hidden">Theme</span>
			<select class="input" value={theme()} onChange={(event) => choose(event.currentTarget.value as Theme)}>
				<For each={themes}>{(each) => <option value={each}>{each === "system" ? "theme: system" : each}</option>}</For>
			</select>
		</label>
	);
}
