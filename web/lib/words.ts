/** One unit is enough to know how old something is. */
export function ago(ms: number): string {
	if (ms < 10_000) return "just now";
	if (ms < 60_000) return `${Math.floor(ms / 1_000)} s ago`;
	if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ago`;
	if (ms < 48 * 3_600_000) return `${Math.floor(ms / 3_600_000)} h ago`;
	return `${Math.floor(ms / 86_400_000)} d ago`;
}

/** A state value of a machine: `active › running`. */
export function stateInWords(state: unknown): string {
	if (typeof state === "string") return state;
	if (typeof state !== "object" || state === null) return "";
	return Object.entries(state)
		.map(([name, inner]) => {
			const rest = stateInWords(inner);
			return rest === "" ? name : `${name} › ${rest}`;
		})
		.join(", ");
}

export function count(n: number, one: string, many = `${one}s`): string {
	return `${n} ${n === 1 ? one : many}`;
}

/** Time of day in the viewer's zone, to a tenth of a second: `14:20:11.1`. @param at ms since 1970 */
export function clock(at: number): string {
	const date = new Date(at);
	const two = (n: number) => String(n).padStart(2, "0");
	const tenths = Math.floor(date.getMilliseconds() / 100);
	return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${tenths}`;
}

/** Since something began: `+0:12.3`, `+1:02:03.4`. */
export function sinceInWords(ms: number): string {
	const tenths = Math.max(0, Math.floor(ms / 100));
	const [hours, minutes, seconds] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, (tenths / 10) % 60];
	const end = seconds.toFixed(1).padStart(4, "0");
	return hours > 0 ? `+${hours}:${String(minutes).padStart(2, "0")}:${end}` : `+${minutes}:${end}`;
}

/** A name that is too long, without its middle: the end tells names apart as often as the beginning. */
export function middleCut(text: string, most: number): string {
	const characters = [...text];
	if (characters.length <= most) return text;
	const half = Math.floor((most - 1) / 2);
	return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}
