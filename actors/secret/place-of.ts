import type { Place } from "../vault/aes-gcm.ts";

export function placeOf(row: string): Place {
	return { table: "secrets", column: "value", row };
}
