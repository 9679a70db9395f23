import { createMemo, For, Show } from "solid-js";
import { type Span, spansOf } from "../../lib/ansi.ts";
import { highlight } from "../../lib/highlight.ts";
import { plainBidi } from "../../lib/plain-bidi.ts";
import { clock, sinceInWords } from "../../lib/words.ts";
import { looks } from "../../state/log-looks.ts";

/** Of a line beyond so many characters only the beginning is shown. */
export const longestShown = 5_000;

interface LogLineProps {
	/** Counted from 0. */
	readonly at: number;
	/** Undefined while it is on its way. */
	readonly text: string | undefined;
	/** ms since 1970. */
	readonly time: number | undefined;
	/** It came after the instant that is shown. */
	readonly later: boolean;
	/** When its step began. */
	readonly since: string | null;
	/** What was searched for. */
	readonly wanted: string;
	readonly marked: boolean;
	readonly onChoose: (line: number, event: MouseEvent) => void;
}

export function LogLine(props: LogLineProps) {
	return (
		<div class="log-line" data-marked={props.marked ? "" : undefined} data-later={props.later ? "" : undefined}>
			{/* A log is one stop of the Tab key, not one a line. */}
			<a
				class="log-number"
				tabindex="-1"
				href={`#L${props.at + 1}`}
				onClick={(event) => props.onChoose(props.at, event)}
			>
				{props.at + 1}
			</a>
			<Show when={looks().times !== "off"}>
				<LineTime {...props} />
			</Show>
			<LineText {...props} />
		</div>
	);
}

function LineTime(props: LogLineProps) {
	const text = () => {
		if (props.time === undefined) return "";
		if (looks().times === "absolute" || props.since === null) return clock(props.time);
		return sinceInWords(props.time - Date.parse(props.since));
	};
	return (
		<time class="log-time" title={props.time === undefined ? undefined : new Date(props.time).toISOString()}>
			{text()}
		</time>
	);
}

function LineText(props: LogLineProps) {
	// Lines are asked for anew whenever one is added: those that are the same are left as they are.
	const text = createMemo(() => props.text);
	const spans = createMemo((): readonly Span[] => {
		const whole = text() ?? "";
		const shown = highlight(spansOf(plainBidi(whole.slice(0, longestShown))), props.wanted);
		const rest = whole.length - longestShown;
		return rest > 0 ? [...shown, { text: ` … ${rest} more characters: download the log`, look: "dim" }] : shown;
	});
	return (
		<code class="log-text">
			<For each={spans()}>
				{({ text, look, color, background }) => (
					<span
						class={`${look} ${color ? "own-fg" : ""} ${background ? "own-bg" : ""}`}
						style={{ "--fg": color, "--bg": background }}
					>
						{text}
					</span>
				)}
			</For>
		</code>
	);
}
