import { getRequestEvent } from "solid-js/web";
import type { PageRequest } from "#http/contract/page-request.ts";

/** Only while a page is rendered on the server. */
export function pageRequest(): PageRequest | undefined {
	return getRequestEvent()?.request as PageRequest | undefined;
}
