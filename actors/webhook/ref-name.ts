/** Characters that git allows in no ref, and what options, revisions and paths are made of. */
const forbidden = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|\/\.|\.lock(\/|$)|[/.]$/u;
const longest = 255;

/**
 * True for a name that git itself would take as a branch or tag (git-check-ref-format), else why not. Shell
 * characters are fine: no shell ever sees a name.
 */
export function checkRefName(name: string): true | string {
	if (name === "" || name === "@") return "It is empty.";
	if (Buffer.byteLength(name) > longest) return `It is longer than ${longest} bytes.`;
	if (forbidden.test(name))
		return "It is not a name that git allows: no spaces, control characters, `..`, `~^:?*[\\`, no `-` or `.` first.";
	return true;
}

/** A full commit id: 40 hex digits, or 64 of a SHA-256 repository. */
export function isCommitId(text: string): boolean {
	return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
