import { isServer } from "solid-js/web";
import type { Problem } from "#http/contract/errors.ts";
import type { RawAnswer } from "#http/contract/page-request.ts";
import { pageRequest } from "./page-request.ts";

/** What the API answered: data, or the problem that a page has to show. */
export type Answer<T> = ({ readonly ok: true; readonly data: T; readonly next?: string } | Refused) & {
	/** What it answers: the path that was asked. */
	readonly asked?: string;
};
export interface Refused {
	readonly ok: false;
	readonly status: number;
	readonly detail: string;
	/** What is wrong, member by member of what was sent. */
	readonly errors: readonly { readonly field: string; readonly message: string }[];
	readonly requestId: string | undefined;
}

/** Ask the API: in the server's process while a page is rendered there, over the network in a browser. Never throws. */
export async function get<T>(path: string): Promise<Answer<T>> {
	return { ...answerOf<T>(await raw(path)), asked: path };
}

/** Change something. A problem is an answer, too. */
export async function send<T>(
	method: "POST" | "PUT" | "DELETE",
	path: string,
	body?: unknown,
	headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
	try {
		const response = await fetch(path, {
			method,
			headers: {
				accept: "application/json",
				...(body !== undefined && { "content-type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		if (response.status === 401) toLogin();
		return answerOf<T>({ status: response.status, body: await response.text(), link: undefined });
	} catch {
		return { ...unreachable, detail: "The server does not answer." };
	}
}

const unreachable: Refused = {
	ok: false,
	status: 0,
	detail: "The server does not answer. The page goes on by itself once it does.",
	errors: [],
	requestId: undefined,
};

async function raw(path: string): Promise<RawAnswer> {
	if (isServer) {
		const request = pageRequest();
		if (!request) throw new Error("A page is rendered without a way to the API.");
		return request.api(path);
	}
	try {
		const response = await fetch(path, { headers: { accept: "application/json" } });
		if (response.status === 401) toLogin();
		return {
			status: response.status,
			body: await response.text(),
			link: response.headers.get("link") ?? undefined,
		};
	} catch {
		return { status: 0, body: "", link: undefined };
	}
}

function answerOf<T>({ status, body, link }: RawAnswer): Answer<T> {
	if (status === 0) return unreachable;
	const data: unknown = body === "" ? null : parsed(body);
	if (status < 400) {
		const cursor = /[?&]cursor=([^&>]+)[^>]*>;\s*rel="next"/.exec(link ?? "")?.[1];
		return { ok: true, data: data as T, ...(cursor !== undefined && { next: decodeURIComponent(cursor) }) };
	}
	const problem = data as Partial<Problem> | null;
	return {
		ok: false,
		status,
		detail: problem?.detail ?? `The server answered ${status}.`,
		errors: problem?.errors ?? [],
		requestId: problem?.request_id,
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** The login has ended: come back here after the next one. */
export function toLogin(): void {
	const here = `${location.pathname}${location.search}${location.hash}`;
	location.assign(`/login?next=${encodeURIComponent(here)}`);
}
