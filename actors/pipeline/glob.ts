/**
 * A pattern of branches or tags: `*` stands for any characters, `/` included, as on Codemagic; `?` for one; `[a-z]` for
 * one of these; `{a,b}` for one of several; everything else for itself. Matching takes time proportional to pattern × text whatever they
 * are, because patterns are users' input.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
	const alternatives = expandBraces(pattern.replace(/\*+/g, "*")).map(tokensOf);
	return (text) => {
		const characters = [...text];
		return alternatives.some((tokens) => matches(tokens, characters));
	};
}

const mostAlternatives = 64;

/** `a{b,c}` → `ab`, `ac`; braces that do not close, or too many of them, stand for themselves. */
export function expandBraces(pattern: string): string[] {
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

type Token = "any text" | ((character: string) => boolean);

function tokensOf(pattern: string): Token[] {
	const tokens: Token[] = [];
	for (const [part] of pattern.matchAll(/\[[!^]?\]?[^\]]*\]|[\s\S]/gu)) {
		if (part === "*") tokens.push("any text");
		else if (part === "?") tokens.push(() => true);
		else if (part.length > 2 && part.startsWith("[")) tokens.push(oneOf(part.slice(1, -1)));
		else for (const literal of part) tokens.push((character) => character === literal);
	}
	return tokens;
}

/** `abc`, `a-z`, and with `!` or `^` before them everything else. */
function oneOf(set: string): (character: string) => boolean {
	const excludes = /^[!^]/.test(set);
	const ranges = [...(excludes ? set.slice(1) : set).matchAll(/([\s\S])-([\s\S])|[\s\S]/gu)];
	return (character) =>
		excludes !==
		ranges.some(([one, from, to]) => (from && to ? from <= character && character <= to : one === character));
}

/** Greedy with one point of return, which suffices because a later `*` makes an earlier choice irrelevant. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
	let p = 0;
	let t = 0;
	let star = -1;
	let resume = 0;
	while (t < text.length) {
		const token = tokens[p];
		if (token === "any text") {
			star = p++;
			resume = t;
		} else if (token?.(text[t] as string)) {
			p++;
			t++;
		} else if (star >= 0) {
			p = star + 1;
			t = ++resume;
		} else return false;
	}
	while (tokens[p] === "any text") p++;
	return p === tokens.length;
}
