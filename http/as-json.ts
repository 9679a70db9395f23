/** Times of the database as the wire has them. */
export function isoTime(ms: number): string {
	return new Date(ms).toISOString();
}

export function isoTimeOrNull(ms: number | null): string | null {
	return ms === null ? null : isoTime(ms);
}

/** JSON kept as text; null for what is not there. */
export function parsed(json: string | null): unknown {
	return json === null ? null : JSON.parse(json);
}
