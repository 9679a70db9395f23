import { createSignal, For, onCleanup, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import { plainText } from "../../lib/ansi.ts";
import { changeLooks, type LogLooks, looks } from "../../state/log-looks.ts";
import type { LogPlace, LogSource } from "./log-source.ts";
import type { Matches } from "./matches.ts";

/** Who types a word does not want each of its beginnings. */
const typingMs = 200;
const timeWords: Readonly<Record<LogLooks["times"], string>> = {
	off: "no times",
	relative: "since the start",
	absolute: "time of day",
};

interface LogToolsProps extends LogPlace {
	readonly source: LogSource;
	readonly matches: Matches;
	readonly follows: boolean;
	readonly onFollow: () => void;
	readonly onStream: (stream: LogPlace["stream"]) => void;
}

/** What can be done with a log, above it. */
export function LogTools(props: LogToolsProps) {
	return (
		<div class="log-tools">
			<fieldset class="segments">
				<legend class="visually-hidden">Stream</legend>
				<For each={["stdout", "stderr"] as const}>
					{(stream) => (
						<button
							type="button"
							aria-pressed={props.stream === stream}
							onClick={() => props.stream !== stream && props.onStream(stream)}
						>
							{stream}
						</button>
					)}
				</For>
			</fieldset>
			<Search matches={props.matches} />
			<LastLines source={props.source} />
			<div class="log-looks">
				<Show when={props.source.open()}>
					<button class="button small" type="button" aria-pressed={props.follows} onClick={() => props.onFollow()}>
						{props.follows ? "● Following" : "Paused"}
					</button>
				</Show>
				<span class="dim num">
					{props.source.count().toLocaleString("en")} {props.source.count() === 1 ? "line" : "lines"}
				</span>
				<select
					class="input small"
					aria-label="Times of lines"
					value={looks().times}
					onChange={(event) => changeLooks.times({ are: event.currentTarget.value as LogLooks["times"] })}
				>
					<For each={Object.entries(timeWords)}>{([value, words]) => <option value={value}>{words}</option>}</For>
				</select>
				<label>
					<input
						type="checkbox"
						checked={looks().wrap}
						onChange={(event) => changeLooks.wrap({ is: event.currentTarget.checked })}
					/>{" "}
					wrap
				</label>
				<a
					class="button small"
					href={paths.logContent(props.build, { step: props.step, stream: props.stream, raw: 1 })}
					target="_blank"
					rel="noopener"
				>
					Raw
				</a>
				<a
					class="button small"
					href={paths.logContent(props.build, { step: props.step, stream: props.stream, download: 1 })}
					download=""
				>
					Download
				</a>
			</div>
		</div>
	);
}

function Search(props: { matches: Matches }) {
	let timer: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(timer));
	const [text, setText] = createSignal("");
	const typed = (now: string) => {
		setText(now);
		clearTimeout(timer);
		timer = setTimeout(() => void props.matches.search(now), typingMs);
	};
	return (
		<>
			<input
				class="input"
				type="search"
				placeholder="Search the log"
				aria-label="Search the log"
				value={text()}
				onInput={(event) => typed(event.currentTarget.value)}
				onKeyDown={(event) => event.key === "Enter" && props.matches.step(event.shiftKey ? -1 : 1)}
			/>
			<button
				class="button small"
				type="button"
				title="The next line that speaks of an error (e)"
				onClick={() => void props.matches.nextError(1)}
			>
				Errors
			</button>
			<span class="dim num" aria-live={props.matches.wanted() === "" ? "off" : "polite"}>
				{props.matches.words()}
			</span>
			<Show when={props.matches.lines().length > 1}>
				<button class="button small" type="button" onClick={() => props.matches.step(-1)}>
					↑<span class="visually-hidden"> The match before</span>
				</button>
				<button class="button small" type="button" onClick={() => props.matches.step(1)}>
					↓<span class="visually-hidden"> The next match</span>
				</button>
			</Show>
		</>
	);
}

const readAloud = 20;

/** For who listens: the log itself says nothing by itself, it would never end. In sight while it has the focus. */
function LastLines(props: { source: LogSource }) {
	const [said, setSaid] = createSignal("");
	const read = () => {
		const count = props.source.count();
		const lines = Array.from({ length: Math.min(count, readAloud) }, (_, n) =>
			props.source.line(Math.max(0, count - readAloud) + n),
		);
		setSaid(lines.map((line) => plainText(line ?? "")).join("\n"));
	};
	return (
		<>
			<button class="button small for-listeners" type="button" onClick={read}>
				Read the last {readAloud} lines
			</button>
			<span class="visually-hidden" aria-live="polite">
				{said()}
			</span>
		</>
	);
}
