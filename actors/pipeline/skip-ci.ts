const marks = /\[(?:skip ci|ci skip)\]/i;

/** What in a commit's message asks for no build, or undefined. */
export function skipMark(message: string | undefined): string | undefined {
	return marks.exec(message ?? "")?.[0];
}
