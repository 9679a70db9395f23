import pc from "picocolors";

/** How this terminal wants its text. */
export interface Style {
	readonly colour: ReturnType<typeof pc.createColors>;
	/** A person looks at stdout. */
	readonly isTerminal: boolean;
	/** Columns of the terminal. */
	readonly width: number;
}

/** NO_COLOR goes before the flags, they before FORCE_COLOR, and that before what stdout is. */
export function styleOf(
	environment: Readonly<Record<string, string | undefined>>,
	stdout: { isTTY?: boolean; columns?: number },
	flag: boolean | undefined,
): Style {
	const isTerminal = stdout.isTTY === true;
	const wanted = environment["NO_COLOR"]
		? false
		: (flag ?? (environment["FORCE_COLOR"] ? environment["FORCE_COLOR"] !== "0" : isTerminal));
	return { colour: pc.createColors(wanted), isTerminal, width: stdout.columns ?? 100 };
}

const statusMarks: Readonly<
	Record<string, readonly [mark: string, paint: "green" | "red" | "yellow" | "gray" | "cyan"]>
> = {
	success: ["✓", "green"],
	acted: ["✓", "green"],
	active: ["✓", "green"],
	ok: ["✓", "green"],
	failure: ["✗", "red"],
	failed: ["✗", "red"],
	error: ["✗", "red"],
	running: ["●", "cyan"],
	deciding: ["●", "cyan"],
	pending: ["○", "yellow"],
	pending_setup: ["○", "yellow"],
	cancelled: ["⊘", "yellow"],
	skipped: ["–", "gray"],
	ignored: ["–", "gray"],
	inactive: ["–", "gray"],
};

/** A status as mark and word: never by colour alone. */
export function status(style: Style, word: string): string {
	const known = statusMarks[word];
	if (!known || !style.isTerminal) return word;
	return style.colour[known[1]](`${known[0]} ${word}`);
}
