import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import { plainText, type Span, spansOf } from "../../lib/ansi.ts";
import { type LogPlace, makeLogSource } from "./log-source.ts";
import "../../styles/log.css";

const lineHeight = 20;
/** Lines drawn above and below what is seen. */
const margin = 30;
/** Of a line beyond so many characters only the beginning is shown. */
const longest = 5_000;

export interface LogViewProps extends LogPlace {
	readonly running: boolean;
	readonly failed: boolean;
	readonly onStream: (stream: "stdout" | "stderr") => void;
}

/** A log of any length: only the lines that are seen are in the page. */
export function LogView(props: LogViewProps) {
	const source = makeLogSource({ build: props.build, step: props.step, stream: props.stream }, () => props.running);
	let box: HTMLDivElement | undefined;
	const [top, setTop] = createSignal(0);
	const [height, setHeight] = createSignal(400);
	const [follows, setFollows] = createSignal(props.running);
	const [wrap, setWrap] = createSignal(false);
	const [marked, setMarked] = createSignal<number>();
	const [missed, setMissed] = createSignal(0);
	const first = () => Math.max(0, Math.floor(top() / lineHeight) - margin);
	const last = () => Math.min(source.count(), Math.ceil((top() + height()) / lineHeight) + margin);
	const shown = createMemo(() => Array.from({ length: Math.max(0, last() - first()) }, (_, i) => first() + i));
	createEffect(() => source.want(first(), last()));

	const show = (line: number) => {
		box?.scrollIntoView({ block: "nearest" });
		box?.scrollTo({ top: Math.max(0, line * lineHeight - height() / 2) });
	};
	const toEnd = () => {
		setMissed(0);
		box?.scrollTo({ top: source.count() * lineHeight });
	};
	createEffect(
		on(source.count, (now, before) => {
			if (follows()) queueMicrotask(toEnd);
			else if (before !== undefined && before > 0) setMissed((n) => n + now - before);
		}),
	);
	let opened = false;
	createEffect(() => {
		if (opened || source.count() === 0) return;
		opened = true;
		const asked = /^#L(\d+)$/.exec(location.hash)?.[1];
		if (asked !== undefined) {
			setMarked(Number(asked) - 1);
			setFollows(false);
			queueMicrotask(() => show(Number(asked) - 1));
		} else if (props.failed) queueMicrotask(() => showFault());
		else if (props.running) queueMicrotask(toEnd);
	});
	/** The line that most likely says why. */
	const showFault = () => {
		const from = Math.max(0, source.count() - 400);
		for (let at = source.count() - 1; at >= from; at--) {
			if (!/\b(error|failed|failure|exception|fatal|panic)\b|✗|✖/i.test(plainText(source.line(at) ?? ""))) continue;
			setMarked(at);
			return show(at);
		}
		toEnd();
	};
	onMount(() => {
		const seen = new ResizeObserver(() => setHeight(box?.clientHeight ?? 400));
		if (box) seen.observe(box);
		onCleanup(() => seen.disconnect());
	});
	const scrolled = () => {
		if (!box) return;
		const { scrollTop, clientHeight, scrollHeight } = box;
		setTop(scrollTop);
		const atEnd = scrollTop + clientHeight >= scrollHeight - lineHeight;
		if (source.open()) setFollows(atEnd);
		if (atEnd) setMissed(0);
	};
	const showMarked = (line: number) => {
		setMarked(line);
		show(line);
	};
	const followAgain = () => {
		setFollows(true);
		toEnd();
	};
	const mark = (line: number) => {
		setMarked(line);
		history.replaceState(null, "", `#L${line + 1}`);
	};
	return (
		<section class="log" aria-label="Log">
			<Tools {...props} source={source} onShow={showMarked} wrap={wrap()} onWrap={setWrap} />
			<Show when={source.fault()}>
				<p class="log-empty">{source.fault()}</p>
			</Show>
			<Show when={source.count() === 0 && !source.fault()}>
				<p class="log-empty">
					{props.running ? "Nothing was printed so far." : `Nothing was printed to ${props.stream}.`}
				</p>
			</Show>
			<div
				class="log-box"
				classList={{ wrap: wrap() }}
				ref={box}
				onScroll={scrolled}
				role="log"
				aria-live="off"
				tabindex="0"
			>
				<div class="log-space" style={{ height: `${source.count() * lineHeight}px` }}>
					<div class="log-lines" style={{ transform: `translateY(${first() * lineHeight}px)` }}>
						<For each={shown()}>
							{(at) => (
								<div class="log-line" data-marked={marked() === at ? "" : undefined} id={`L${at + 1}`}>
									<a
										class="log-number"
										href={`#L${at + 1}`}
										onClick={(event) => {
											event.preventDefault();
											mark(at);
										}}
									>
										{at + 1}
									</a>
									<Line text={source.line(at)} />
								</div>
							)}
						</For>
					</div>
				</div>
			</div>
			<Show when={source.open() && !follows()}>
				<button class="button primary log-pill" type="button" onClick={followAgain}>
					↓ {missed() > 0 ? `${missed()} new lines` : "Follow"}
				</button>
			</Show>
		</section>
	);
}

function Line(props: { text: string | undefined }) {
	// Lines are asked for anew whenever one is added: those that are the same are left as they are.
	const text = createMemo(() => props.text);
	const spans = createMemo((): Span[] => {
		const whole = text() ?? "";
		const shown = spansOf(whole.slice(0, longest));
		const rest = whole.length - longest;
		return rest > 0 ? [...shown, { text: ` … ${rest} more characters: download the log`, look: "dim" }] : shown;
	});
	return (
		<code class="log-text">
			<For each={spans()}>
				{({ text, look, color, background }) => (
					<span class={look} style={{ ...(color && { color }), ...(background && { background }) }}>
						{text}
					</span>
				)}
			</For>
		</code>
	);
}

interface ToolsProps extends LogViewProps {
	readonly source: ReturnType<typeof makeLogSource>;
	readonly onShow: (line: number) => void;
	readonly wrap: boolean;
	readonly onWrap: (wrap: boolean) => void;
}

function Tools(props: ToolsProps) {
	const [found, setFound] = createSignal<{ count: number; lines: readonly number[] }>();
	const [at, setAt] = createSignal(0);
	const search = async (text: string) => {
		const matches = text === "" ? undefined : await props.source.search(text);
		setFound(matches);
		setAt(0);
		if (matches?.lines[0] !== undefined) props.onShow(matches.lines[0]);
	};
	const step = (by: number) => {
		const lines = found()?.lines ?? [];
		if (lines.length === 0) return;
		const next = (at() + by + lines.length) % lines.length;
		setAt(next);
		props.onShow(lines[next] as number);
	};
	let timer: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(timer));
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
			<input
				class="input"
				type="search"
				placeholder="Search the log"
				aria-label="Search the log"
				onInput={(event) => {
					clearTimeout(timer);
					const text = event.currentTarget.value;
					timer = setTimeout(() => void search(text), 200);
				}}
				onKeyDown={(event) => event.key === "Enter" && step(event.shiftKey ? -1 : 1)}
			/>
			<span class="dim" aria-live="polite">
				<Show when={found()}>
					{(its) =>
						its().count === 0 ? "no line" : `${at() + 1} of ${its().count} ${its().count === 1 ? "line" : "lines"}`
					}
				</Show>
			</span>
			<span class="grow" />
			<span class="dim">{props.source.count().toLocaleString("en")} lines</span>
			<label>
				<input type="checkbox" checked={props.wrap} onChange={(event) => props.onWrap(event.currentTarget.checked)} />{" "}
				wrap
			</label>
			<a
				class="button small"
				href={paths.logContent(props.build, { step: props.step, stream: props.stream, download: 1 })}
				download=""
			>
				Download
			</a>
		</div>
	);
}
