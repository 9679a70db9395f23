import { createHmac, timingSafeEqual } from "node:crypto";

/** GitHub's X-Hub-Signature-256 over the raw bytes, in constant time; false for anything malformed. */
export function verifyGithubSignature(secret: string, body: Buffer, header: string | undefined): boolean {
	const match = /^sha256=([0-9a-f]{64})$/i.exec(header ?? "");
	if (!match || secret === "") return false;
	const given = Buffer.from(match[1] ?? "", "hex");
	return timingSafeEqual(given, createHmac("sha256", secret).update(body).digest());
}

/** What is kept of a GitLab token, as hex: enough to know it again, useless to whoever reads the database. */
export function gitlabTokenHmac(pepper: Buffer, token: string): string {
	return createHmac("sha256", pepper).update(token).digest("hex");
}

/** X-Gitlab-Token against what was kept, in constant time. A repository without a token never accepts. */
export function verifyGitlabToken(pepper: Buffer, token: string | undefined, stored: string | null): boolean {
	if (!token || !stored) return false;
	return timingSafeEqual(Buffer.from(gitlabTokenHmac(pepper, token), "hex"), Buffer.from(stored, "hex"));
}
