/** A path of this server to go to after a login; anything that a browser could take for another place is the front page. */
export function localPath(given: string | undefined): string {
	const safe = given !== undefined && /^\/(?![/\\])[^\\\0-\x1f\x7f]*$/.test(given) && given.length < 2_000;
	return safe ? given : "/";
}
