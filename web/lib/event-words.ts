import { duration } from "#http/contract/words.ts";

/** An event's type as people say it: `script done`, `after stepTimeout`; what is no word of XState's stays as it is. */
export function eventWords(event: string): string {
	if (event === "") return "by itself";
	if (event === "xstate.init") return "begun";
	const [, delay] = /^xstate\.after\.([^.]+)\./.exec(event) ?? [];
	if (delay !== undefined) return `after ${/^\d+$/.test(delay) ? duration(Number(delay)) : delay}`;
	const [, how, what, id = ""] = /^xstate\.(done|error)\.(actor|state)\.(.+)$/.exec(event) ?? [];
	if (how === undefined) return event;
	const who = what === "state" ? id.slice(id.lastIndexOf(".") + 1) : id;
	return `${who === "*" ? "a child" : who} ${how === "done" ? "done" : "failed"}`;
}
