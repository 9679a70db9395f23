/** What is wrong with what a form holds: by its fields' names, and what belongs to none of them. */
export interface Faults {
	readonly fields: Readonly<Record<string, string>>;
	readonly rest: string | undefined;
}

/** What the API says of what it refused. */
interface Told {
	readonly detail: string;
	readonly errors: readonly { readonly field: string; readonly message: string }[];
}

export const noFaults: Faults = { fields: {}, rest: undefined };

/** What the server refused, said at the fields that a form has. */
export function faultsOf({ detail, errors }: Told, names: readonly string[]): Faults {
	const fields: Record<string, string> = {};
	const others: string[] = [];
	for (const { field, message } of errors) {
		if (names.includes(field)) fields[field] ??= message;
		else others.push(field === "" ? message : `${field}: ${message}`);
	}
	if (errors.length === 0) return { fields, rest: detail };
	return { fields, rest: others.length === 0 ? undefined : others.join("; ") };
}
