import type { IncomingHttpHeaders } from "node:http";

/** What says who sent a delivery, of what kind and how; nothing else of it is kept. */
const telling = /^(content-type|content-length|user-agent|x-(github|gitlab|gitea|forgejo|gogs|oore|hub|request)-.*)$/;
/** What proves it is a secret, or as good as one to who tries passwords. */
const proving = /token|signature|secret/;
const mostHeaders = 40;
const longest = 500;

/** Headers of a delivery as they are kept: of what proved it only that it was there. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
	const kept = Object.entries(headers).filter(([name]) => telling.test(name));
	return Object.fromEntries(
		kept
			.slice(0, mostHeaders)
			.map(([name, value]) => [name, proving.test(name) ? "(verified, not kept)" : String(value).slice(0, longest)]),
	);
}
