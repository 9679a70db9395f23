import { isAbsolute } from "node:path";

const longest = 2_048;
const schemes = ["https:", "http:", "ssh:", "git:"];
/** `git@host:path`: user and host of plain characters, and a path that is no option. */
const scpForm = /^[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:(?!-)[^\s:]+$/;

/** True for a URL that git may be given, else why not. Transports that run commands are refused. */
export function checkCloneUrl(url: string, { allowLocal }: { allowLocal: boolean }): true | string {
	if (url === "" || url.length > longest) return `It must have 1 to ${longest} characters.`;
	if (/\p{Cc}|\s/u.test(url)) return "It has spaces or control characters in it.";
	if (url.includes("::")) return "Git's remote helpers (`helper::…`) can run commands.";
	if (url.startsWith("-")) return "It looks like an option.";
	if (isAbsolute(url) || url.startsWith("file:")) {
		return allowLocal || "Local folders are refused unless the server runs with OORE_ALLOW_LOCAL_REPOSITORIES=1.";
	}
	if (scpForm.test(url)) return true;
	return checkParsed(url);
}

function checkParsed(text: string): true | string {
	if (!URL.canParse(text)) return "It is neither a URL nor of the form user@host:path.";
	const url = new URL(text);
	if (!schemes.includes(url.protocol)) return `${url.protocol} is not one of ${schemes.join(" ")}`;
	if (url.hostname === "") return "It names no host.";
	if (
		[url.hostname, url.username, url.pathname.slice(1)].some((part) => decodeURIComponentSafely(part).startsWith("-"))
	) {
		return "A part of it looks like an option.";
	}
	return true;
}

function decodeURIComponentSafely(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Without password or token, for people and logs. */
export function redactCloneUrl(url: string): string {
	return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1");
}

/** Where the provider itself has it; plain git must be told. */
export function defaultCloneUrl(provider: "github" | "gitlab", owner: string, name: string): string {
	return `https://${provider}.com/${owner}/${name}.git`;
}
