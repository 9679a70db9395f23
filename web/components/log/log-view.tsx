import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { hashOf, type LineRange, rangeOf } from "../../lib/line-range.ts";
import { useKeys } from "../../state/keys.ts";
import { looks } from "../../state/log-looks.ts";
import { LogLine } from "./log-line.tsx";
import { makeLogRows } from "./log-rows.ts";
import { makeLogScroll } from "./log-scroll.ts";
import { type LogPlace, makeLogSource } from "./log-source.ts";
import { LogTools } from "./log-tools.tsx";
import { makeMatches } from "./matches.ts";
import "../../styles/log.css";

/** Lines drawn above and below what is seen. */
const margin = 12;
/** Marks that fit beside a scroll bar. */
const mostMarks = 400;

export interface LogViewProps extends LogPlace {
	readonly running: boolean;
	readonly failed: boolean;
	readonly startedAt: string | null;
	/** An instant of the past: what came later is dimmed. */
	readonly until: string | undefined;
	readonly onStream: (stream: LogPlace["stream"]) => void;
}

/** A log of any length: only the lines that are seen are in the page. */
export function LogView(props: LogViewProps) {
	const source = makeLogSource({ build: props.build, step: props.step, stream: props.stream }, () => props.running);
	const location = useLocation();
	const navigate = useNavigate();
	const [box, setBox] = createSignal<HTMLDivElement>();
	const rows = makeLogRows(source, box);
	const scroll = makeLogScroll(rows, source.count, box);
	const [follows, setFollows] = createSignal(props.running);
	const [missed, setMissed] = createSignal(0);
	const marked = createMemo(() => rangeOf(location.hash));
	const first = () => Math.max(0, scroll.firstSeen() - margin);
	const last = () => Math.min(source.count(), scroll.lastSeen() + 1 + margin);
	const shown = createMemo(() => Array.from({ length: Math.max(0, last() - first()) }, (_, i) => first() + i));
	createEffect(() => source.want(first(), last()));

	const show = (line: number) => {
		setFollows(false);
		box()?.scrollIntoView({ block: "nearest" });
		scroll.toMiddle(line);
	};
	/** The address that was made here: what it names is in sight already. */
	let own = "";
	const mark = (range: LineRange) => {
		const query = new URLSearchParams(location.search);
		query.set("step", String(props.step));
		query.set("stream", props.stream);
		own = hashOf(range);
		navigate(`${location.pathname}?${query}${own}`, { replace: true, scroll: false, resolve: false });
	};
	const reveal = (line: number) => {
		mark({ from: line, to: line });
		show(line);
	};
	const matches = makeMatches(source, reveal);
	const follow = () => {
		setFollows(true);
		setMissed(0);
		scroll.toEnd();
	};
	createEffect(
		on(source.count, (now, before) => {
			if (follows()) queueMicrotask(scroll.toEnd);
			else if (before !== undefined && before > 0) setMissed((n) => n + now - before);
		}),
	);
	createEffect(
		on(source.begun, (begun) => {
			if (!begun) return;
			const asked = marked();
			if (asked) queueMicrotask(() => show(asked.from));
			else if (props.failed) void matches.lastErrors();
			else if (props.running) queueMicrotask(scroll.toEnd);
		}),
	);
	// A link to another line of the same log, typed or gone back to.
	createEffect(
		on(
			() => location.hash,
			(hash) => {
				const range = hash === own ? undefined : marked();
				if (range && source.begun()) show(range.from);
			},
			{ defer: true },
		),
	);
	onMount(() => {
		const scrolled = () => {
			const { atEnd, up, own } = scroll.scrolled();
			if (atEnd) setMissed(0);
			// What following itself has scrolled is told later, perhaps when somebody has stopped it.
			if (source.open() && !own && (atEnd || up)) setFollows(atEnd);
		};
		box()?.addEventListener("scroll", scrolled, { passive: true });
		onCleanup(() => box()?.removeEventListener("scroll", scrolled));
	});
	useKeys([
		{ key: ".", what: "Follow the log, or stop", act: () => (follows() ? setFollows(false) : follow()) },
		{ key: "e", what: "The next line of the log that speaks of an error", act: () => void matches.nextError(1) },
		{ key: "E", what: "The one before", act: () => void matches.nextError(-1) },
	]);
	const isMarked = (line: number) => {
		const range = marked();
		return range !== undefined && line >= range.from && line <= range.to;
	};
	const isLater = (time: number | undefined) =>
		props.until !== undefined && time !== undefined && time > Date.parse(props.until);
	const chosen = (line: number, event: MouseEvent) => {
		event.preventDefault();
		const from = event.shiftKey ? (marked()?.from ?? line) : line;
		mark({ from: Math.min(from, line), to: Math.max(from, line) });
	};
	return (
		<section class="log" aria-label="Log">
			<LogTools
				{...props}
				source={source}
				matches={matches}
				follows={follows()}
				onFollow={() => (follows() ? setFollows(false) : follow())}
			/>
			<Show when={source.fault()}>
				<p class="log-empty" role="status">
					{source.fault()}
				</p>
			</Show>
			<Show when={source.begun() && source.count() === 0}>
				<p class="log-empty">
					{props.running ? "Nothing was printed so far." : `Nothing was printed to ${props.stream}.`}
				</p>
			</Show>
			<div class="log-frame">
				<div
					class="log-box"
					classList={{ wrap: looks().wrap }}
					style={{ "--log-rows": rows.total() }}
					ref={setBox}
					role="log"
					aria-label="Lines"
					aria-live="off"
					tabindex="0"
				>
					<div class="log-space" style={{ height: `${scroll.drawn()}px` }}>
						<div class="log-lines" style={{ transform: `translateY(${scroll.placeOf(first())}px)` }}>
							<For each={shown()}>
								{(at) => (
									<LogLine
										at={at}
										text={source.line(at)}
										time={source.time(at)}
										later={isLater(source.time(at))}
										since={props.startedAt}
										wanted={matches.wanted()}
										marked={isMarked(at)}
										onChoose={chosen}
									/>
								)}
							</For>
						</div>
					</div>
				</div>
				<Show when={source.count() > 0}>
					<div class="log-marks" aria-hidden="true">
						<For each={thinned(matches.lines())}>
							{(line) => <i style={{ top: `${(100 * rows.above(line)) / Math.max(1, rows.total())}%` }} />}
						</For>
					</div>
				</Show>
			</div>
			<Show when={source.open() && !follows()}>
				<button class="button primary log-pill" type="button" onClick={follow}>
					↓ {missed() > 0 ? `${missed().toLocaleString("en")} new ${missed() === 1 ? "line" : "lines"}` : "Follow"}
				</button>
			</Show>
		</section>
	);
}

/** As many as can be told apart. */
function thinned(lines: readonly number[]): readonly number[] {
	const every = Math.ceil(lines.length / mostMarks);
	return every <= 1 ? lines : lines.filter((_, n) => n % every === 0);
}
