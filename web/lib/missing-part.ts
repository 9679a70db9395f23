/** As browsers say that a script or style of a page could not be fetched. */
const words = /dynamically imported module|importing a module script failed|unable to preload/i;

/** Whether a page failed because a part of it could not be fetched. */
export function isMissingPart(error: unknown): boolean {
	return error instanceof Error && words.test(error.message);
}
