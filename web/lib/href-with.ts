/**
 * The address of a page with another query, the rest of which stays. A whole path: the router takes what begins with
 * `?` for one of the folder's.
 */
export function hrefWith(
	{ pathname, search }: { readonly pathname: string; readonly search: string },
	change: Readonly<Record<string, string | undefined>>,
): string {
	const query = new URLSearchParams(search);
	for (const [name, value] of Object.entries(change)) {
		if (value === undefined) query.delete(name);
		else query.set(name, value);
	}
	return query.size === 0 ? pathname : `${pathname}?${query}`;
}
