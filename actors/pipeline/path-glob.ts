import { compileGlob, expandBraces } from "./glob.ts";

/**
 * A pattern of files: `*`, `?`, `[a-z]` and `{a,b}` inside a name, `**` for any folders between; a plain folder stands for all
 * below it, and `.` for everything. Linear in pattern × path like `compileGlob`, because patterns are users' input.
 */
export function compilePathGlob(pattern: string): (path: string) => boolean {
	const alternatives = expandBraces(pattern).map(compileOne);
	return (path) => alternatives.some((test) => test(path));
}

function compileOne(pattern: string): (path: string) => boolean {
	const plain = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
	if (plain === "." || plain === "") return () => true;
	const parts = plain.split("/").map((part) => (part === "**" ? undefined : compileGlob(part)));
	const below = /[*?{[]/.test(plain) ? [] : [undefined];
	return (path) => matches([...parts, ...below], path.split("/"));
}

/** A name's test, or undefined for `**`. */
type Part = ((name: string) => boolean) | undefined;

/** The greedy match of `compileGlob`, over names instead of characters. */
function matches(parts: readonly Part[], names: readonly string[]): boolean {
	let p = 0;
	let n = 0;
	let star = -1;
	let resume = 0;
	while (n < names.length) {
		const part = parts[p];
		if (p < parts.length && part === undefined) {
			star = p++;
			resume = n;
		} else if (part?.(names[n] as string)) {
			p++;
			n++;
		} else if (star >= 0) {
			p = star + 1;
			n = ++resume;
		} else return false;
	}
	while (p < parts.length && parts[p] === undefined) p++;
	return p === parts.length;
}
