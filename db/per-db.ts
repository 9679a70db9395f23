import type { Db } from "./open.ts";

/** Something made once for each database, such as a query that drizzle prepared. */
export function perDb<T>(make: (db: Db) => T): (db: Db) => T {
	const made = new WeakMap<Db, T>();
	return (db) => {
		const known = made.get(db);
		if (known !== undefined) return known;
		const value = make(db);
		made.set(db, value);
		return value;
	};
}
