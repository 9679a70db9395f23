import type { ScriptEnding } from "../doors.ts";

/** How a step ended: by itself, or because somebody or something ended it. */
export type StepEnding = ScriptEnding | { readonly kind: "stopped"; readonly reason: string };

/** The one place that words a step's ending. */
export function endingInWords(ending: StepEnding): string {
	switch (ending.kind) {
		case "exited":
			return ending.code === 0 ? "succeeded" : `exited with code ${ending.code}`;
		case "signalled":
			return `was killed by ${ending.signal}`;
		case "lost":
			return ending.why === "reboot"
				? "was interrupted: the machine was restarted while it ran"
				: "was interrupted: its process was gone when the server came back";
		case "unstartable":
			return `could not be started: ${ending.reason}`;
		case "stopped":
			return ending.reason;
	}
}

/** What a build says about the step that made it fail. */
export function failedStep(name: string, ending: StepEnding): string {
	return `Step "${name}" ${endingInWords(ending)}.`;
}

/** Seconds and minutes as people say them. */
export function durationInWords(ms: number): string {
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}
