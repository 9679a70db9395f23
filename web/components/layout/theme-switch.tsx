import { For, onMount } from "solid-js";
import { type Theme, themes } from "../../lib/theme-cookie.ts";
import { chooseTheme, readTheme, theme } from "../../state/theme.ts";

export function ThemeSwitch() {
	onMount(readTheme);
	return (
		<label class="field">
			<span class="visually-hidden">Theme</span>
			<select class="input" value={theme()} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
				<For each={themes}>{(each) => <option value={each}>{each === "system" ? "theme: system" : each}</option>}</For>
			</select>
		</label>
	);
}
