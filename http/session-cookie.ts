const name = "oore_session";

/** The one cookie of the dashboard: no script reads it, no other site makes a browser send it along with a change. */
export const sessionCookie = {
	read(header: string | undefined): string | undefined {
		for (const part of header?.split(";") ?? []) {
			const [key, value] = part.trim().split("=", 2);
			if (key === name && value) return value;
		}
		return undefined;
	},
	/** @param maxAgeSecs absent: until the browser is closed */
	write(secret: string, { maxAgeSecs, secure }: { maxAgeSecs?: number; secure: boolean }): string {
		const age = maxAgeSecs === undefined ? "" : `; Max-Age=${maxAgeSecs}`;
		return `${name}=${secret}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}${age}`;
	},
	clear: `${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
} as const;
