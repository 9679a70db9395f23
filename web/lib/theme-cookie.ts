import { getRequestEvent } from "solid-js/web";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** As the browser was told to remember, so that the first paint has it already. */
export function themeOf(): Theme {
	const cookie = getRequestEvent()?.request.headers.get("cookie") ?? "";
	const given = /(?:^|;\s*)oore_theme=(\w+)/.exec(cookie)?.[1];
	return themes.find((theme) => theme === given) ?? "system";
}
