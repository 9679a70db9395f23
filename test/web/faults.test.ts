import { expect, test } from "vitest";
import { faultsOf } from "../../web/lib/faults.ts";

const names = ["name", "default_branch"];

test("what is wrong with a field is said at the field, every one of them", () => {
	const errors = [
		{ field: "name", message: "It is empty." },
		{ field: "default_branch", message: "It is not a name that git allows." },
	];
	expect(faultsOf({ detail: "name: It is empty.; …", errors }, names)).toEqual({
		fields: { name: "It is empty.", default_branch: "It is not a name that git allows." },
		rest: undefined,
	});
});

test("what belongs to no field of the form is said beside them", () => {
	const errors = [{ field: "owner", message: "It is empty." }];
	expect(faultsOf({ detail: "", errors }, names)).toEqual({ fields: {}, rest: "owner: It is empty." });
	expect(faultsOf({ detail: "It is known already.", errors: [] }, names)).toEqual({
		fields: {},
		rest: "It is known already.",
	});
});
