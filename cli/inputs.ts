import { UsageError } from "./program.ts";

/** What `--input name=value` says, once or several times. @throws UsageError for what is not name=value */
export function inputsOf(given: string | readonly string[]): Record<string, string> {
	return Object.fromEntries(
		[given].flat().map((text) => {
			const at = text.indexOf("=");
			if (at < 1) throw new UsageError(`--input takes name=value, not "${text}".`);
			return [text.slice(0, at), text.slice(at + 1)];
		}),
	);
}
