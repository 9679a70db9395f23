const longest = 255;
const segment = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u;

/** True for a name that a provider could have given, else why not. */
export function checkRepositoryName(name: string): true | string {
	if (name === "") return "It is empty.";
	if (name.length > longest) return `It is longer than ${longest} characters.`;
	if (name.includes("..") || !segment.test(name))
		return "It may hold letters, digits, `.`, `_` and `-`, and begin with a letter, digit or `_`.";
	return true;
}

/** As a name, but GitLab's groups may be nested: `group/subgroup`. */
export function checkOwner(owner: string): true | string {
	if (owner.length > longest) return `It is longer than ${longest} characters.`;
	for (const part of owner.split("/")) {
		const fine = checkRepositoryName(part);
		if (fine !== true) return fine;
	}
	return true;
}
