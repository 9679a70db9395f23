import type { Input, InputValue } from "./pipeline.ts";
import { inputValue } from "./read-inputs.ts";

export interface ChosenInputs {
	readonly values: Readonly<Record<string, InputValue>>;
	/** A sentence for each that is wrong or missing. */
	readonly problems: readonly string[];
}

const empty = { string: "", choice: "", number: 0, boolean: false } as const;

/** The value of every input: as chosen, else its default, else an empty one unless it is required. Pure. */
export function chooseInputs(inputs: readonly Input[], chosen: Readonly<Record<string, string>>): ChosenInputs {
	const values = Object.create(null) as Record<string, InputValue>;
	const problems: string[] = [];
	for (const name of Object.keys(chosen))
		if (!inputs.some(({ id }) => id === name))
			problems.push(`There is no input ${name}. There are: ${inputs.map(({ id }) => id).join(", ") || "none"}.`);
	for (const input of inputs) {
		const text = Object.hasOwn(chosen, input.id) ? chosen[input.id] : undefined;
		const value = text === undefined ? (input.default ?? empty[input.type]) : inputValue(input, text);
		if (typeof value === "object") problems.push(`The input ${input.id}: ${value.refused}`);
		else if (text === undefined && input.default === undefined && input.required)
			problems.push(`The input ${input.id} must be given.`);
		else values[input.id] = value;
	}
	return { values, problems };
}
