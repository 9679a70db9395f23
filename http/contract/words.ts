/*
 * How the command line and the dashboard say numbers: the same way.
 */

/** How long, as people say it: `850 ms`, `12.3 s`, `4 m 05 s`, `3 h 07 m`. */
export function duration(ms: number): string {
	if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
	if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
	const seconds = Math.floor(ms / 1_000);
	if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
	const hours = Math.floor(seconds / 3_600);
	if (hours < 48) return `${hours} h ${String(Math.floor(seconds / 60) % 60).padStart(2, "0")} m`;
	return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** As people say it: `850 B`, `12.3 MB`. */
export function size(bytes: number): string {
	if (bytes < 1_000) return `${bytes} B`;
	const units = ["kB", "MB", "GB", "TB"];
	let value = bytes / 1_000;
	let unit = 0;
	while (value >= 999.95 && unit < units.length - 1) {
		value /= 1_000;
		unit++;
	}
	return `${value.toFixed(1)} ${units[unit]}`;
}
