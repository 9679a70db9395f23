const looks: Readonly<Record<string, readonly [mark: string, tone: string]>> = {
	success: ["✓", "ok"],
	acted: ["✓", "ok"],
	active: ["✓", "ok"],
	ok: ["✓", "ok"],
	failure: ["✗", "bad"],
	// Of a delivery: no build failed, but somebody has to look.
	failed: ["!", "warn"],
	error: ["✗", "bad"],
	crashed: ["✗", "bad"],
	degraded: ["!", "warn"],
	running: ["●", "run"],
	deciding: ["●", "run"],
	received: ["●", "run"],
	pending: ["○", "warn"],
	pending_setup: ["○", "warn"],
	cancelled: ["⊘", "none"],
	stopped: ["⊘", "none"],
	skipped: ["–", "none"],
	ignored: ["–", "none"],
	inactive: ["–", "none"],
	done: ["✓", "none"],
};

/** A status as mark and word: never by colour alone. */
export function Status(props: { status: string; large?: boolean }) {
	const look = () => looks[props.status] ?? ["·", "none"];
	return (
		<span class="badge" classList={{ large: props.large ?? false }} data-tone={look()[1]}>
			<span class="mark" aria-hidden="true">
				{look()[0]}
			</span>
			{props.status.replaceAll("_", " ")}
		</span>
	);
}
