/** What a schema says of a value that it refuses, as zod's issue holds it. */
interface Fault {
	readonly keyword: string;
	readonly message?: string | undefined;
	readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** zod's own words; a schema that has words of its own is left with them. */
const zodsOwn = /^(Invalid|Too (big|small)|Unrecognized)/;
const kinds: Readonly<Record<string, string>> = {
	string: "text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "an object",
	record: "an object",
};
const formats: Readonly<Record<string, string>> = {
	datetime: "a day and a time, as in 2026-01-31T12:00:00Z",
	date: "a day, as in 2026-01-31",
	url: "a URL",
	email: "an e-mail address",
};

/** A sentence for whoever sent it. */
export function faultWords({ keyword, message = "It is not valid.", params = {} }: Fault): string {
	if (!zodsOwn.test(message)) return message;
	switch (keyword) {
		case "invalid_value":
			return `It must be ${listed((params["values"] as unknown[] | undefined) ?? [])}.`;
		case "invalid_type":
			if (message.endsWith("received undefined")) return "It has to be given.";
			return `It must be ${kinds[String(params["expected"])] ?? String(params["expected"])}.`;
		case "invalid_format":
			return `It must be ${formats[String(params["format"])] ?? `of the form ${params["pattern"]}`}.`;
		case "too_big":
			return bound(params, "at most", params["maximum"]);
		case "too_small":
			return bound(params, "at least", params["minimum"]);
		case "unrecognized_keys":
			return "It is not known here.";
		default:
			return "It is not valid.";
	}
}

function bound({ origin }: Readonly<Record<string, unknown>>, word: string, limit: unknown): string {
	if (origin === "string") return `It must have ${word} ${limit} characters.`;
	if (origin === "array") return `It must have ${word} ${limit} entries.`;
	return `It must be ${word} ${limit}.`;
}

function listed(values: readonly unknown[]): string {
	const words = values.map(String);
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
