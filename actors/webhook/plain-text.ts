const longestMessage = 64 * 1024;
const longestName = 200;

/** Text that people wrote and anybody may have sent: shown as it is, but not without end, and without NULs. */
export function messageText(text: string | null | undefined): { message: string } | Record<never, never> {
	return text ? { message: text.slice(0, longestMessage).replaceAll("\0", "") } : {};
}

export function authorText(text: string | null | undefined): { author: string } | Record<never, never> {
	return text ? { author: text.slice(0, longestName).replaceAll("\0", "") } : {};
}
