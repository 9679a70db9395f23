/**
 * A pattern of branches or tags: `*` stands for any characters, `/` included, as on Codemagic; `?` for one; `{a,b}`
 * for one of several; everything else for itself. Matching takes time proportional to pattern × text whatever they
 * are, because patterns are users' input.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
	const alternatives = expandBraces(pattern.replace(/\*+/g, "*"));
	return (text) => alternatives.some((alternative) => matches(alternative, text));
}

const mostAlternatives = 64;

/** `a{b,c}` → `ab`, `ac`; braces that do not close, or too many of them, stand for themselves. */
function expandBraces(pattern: string): string[] {
	let expanded = [pattern];
	for (;;) {
		const next = expanded.flatMap((each) => {
			const group = /\{([^{}]*,[^{}]*)\}/.exec(each);
			if (!group) return [each];
			return (group[1] ?? "")
				.split(",")
				.map((choice) => each.slice(0, group.index) + choice + each.slice(group.index + group[0].length));
		});
		if (next.length > mostAlternatives || next.length === expanded.length)
			return next.length > mostAlternatives ? expanded : next;
		expanded = next;
	}
}

/** Greedy with one point of return, which suffices because a later `*` makes an earlier choice irrelevant. */
function matches(pattern: string, text: string): boolean {
	let p = 0;
	let t = 0;
	let star = -1;
	let resume = 0;
	while (t < text.length) {
		if (pattern[p] === "*") {
			star = p++;
			resume = t;
		} else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
			p++;
			t++;
		} else if (star >= 0) {
			p = star + 1;
			t = ++resume;
		} else return false;
	}
	while (pattern[p] === "*") p++;
	return p === pattern.length;
}
