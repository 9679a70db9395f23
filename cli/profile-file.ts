/** The CLI's own file, in HUML v0.2: a default and named profiles, nothing else. */
export interface ProfileFile {
	readonly default: string;
	readonly profiles: Readonly<Record<string, { readonly server?: string; readonly token?: string }>>;
}

export class ProfileFileInvalid extends Error {}

/** Lines of this shape of HUML only: `default: "…"`, `profiles::`, names, and their `server` and `token`. @throws ProfileFileInvalid */
export function parseProfiles(text: string, path: string): ProfileFile {
	const profiles: Record<string, { server?: string; token?: string }> = Object.create(null) as Record<string, never>;
	let initial = "default";
	let current: { server?: string; token?: string } | undefined;
	for (const [index, line] of text.split("\n").entries()) {
		if (/^\s*(#|%HUML|$)/.test(line)) continue;
		const fail = () =>
			new ProfileFileInvalid(`${path}:${index + 1} cannot be understood. Write it anew with oore config init --force.`);
		const top = /^default: (".*")$/.exec(line);
		const name = /^ {2}("(?:[^"\\]|\\.)*"|[\w.-]+)::$/.exec(line);
		const member = /^ {4}(server|token): (".*")$/.exec(line);
		if (line === "profiles::") continue;
		if (top) initial = unquote(top[1] ?? "", fail);
		else if (name) {
			current = {};
			profiles[name[1]?.startsWith('"') ? unquote(name[1], fail) : (name[1] ?? "")] = current;
		} else if (member && current) current[member[1] as "server" | "token"] = unquote(member[2] ?? "", fail);
		else throw fail();
	}
	return { default: initial, profiles };
}

export function writeProfiles({ default: initial, profiles }: ProfileFile): string {
	const lines = ["%HUML v0.2.0", `default: ${JSON.stringify(initial)}`, "profiles::"];
	for (const [name, { server, token }] of Object.entries(profiles)) {
		lines.push(`  ${/^[A-Za-z][\w-]*$/.test(name) ? name : JSON.stringify(name)}::`);
		if (server !== undefined) lines.push(`    server: ${JSON.stringify(server)}`);
		if (token !== undefined) lines.push(`    token: ${JSON.stringify(token)}`);
	}
	return `${lines.join("\n")}\n`;
}

function unquote(text: string, fail: () => Error): string {
	try {
		return JSON.parse(text) as string;
	} catch {
		throw fail();
	}
}
