import { getRequestEvent } from "solid-js/web";

/** What the server gives along with the request that a page is rendered for. */
interface PageRequest {
	readonly nonce?: string;
	/** Its log tells of the request under it. */
	readonly id?: string;
	/** Note in the log what ended the page. */
	readonly failed?: (error: unknown) => void;
}

/** Only while a page is rendered on the server. */
export function pageRequest(): PageRequest | undefined {
	return getRequestEvent()?.request as PageRequest | undefined;
}
