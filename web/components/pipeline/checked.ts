import type { Validation } from "#http/contract/pipelines.ts";
import { count } from "../../lib/words.ts";

/** What the server said of the text: of this one, or of the one before while it is asked. */
export type Checked =
	| { readonly kind: "asking" }
	| { readonly kind: "said"; readonly of: string; readonly validation: Validation }
	| { readonly kind: "silent"; readonly why: string };

/** Why the text cannot be saved now; empty when it can. */
export function reasonAgainst(checked: Checked, text: string, dirty: boolean): string {
	if (!dirty) return "Nothing has changed.";
	if (checked.kind !== "said" || checked.of !== text || checked.validation.valid) return "";
	return `${count(checked.validation.errors.length, "error")} to mend first.`;
}
