import type { LineTime } from "#actors/log/log-times.ts";
import { isoTime } from "./as-json.ts";
import type { LineTime as LineTimeJson } from "./contract/logs.ts";

export function lineTimes(times: readonly LineTime[]): LineTimeJson[] {
	return times.map(({ line, at }) => ({ line, at: isoTime(at) }));
}
