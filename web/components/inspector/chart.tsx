import { createMemo, createUniqueId, For, Show } from "solid-js";
import { edgeInWords, type Taken, takenEdges } from "../../lib/chart-state.ts";
import {
	baseline,
	type ChartEdge,
	type ChartLayout,
	type ChartState,
	clockWidth,
	hangingIndent,
	lineHeight,
	startRadius,
} from "../../machines/chart-layout.ts";

interface ChartProps {
	readonly machine: ChartLayout;
	/** Ids of the active states, outer ones too: `activeStates(actor.state)`. */
	readonly active: readonly string[];
	/** The step taken last; its way is drawn thick. */
	readonly last?: Taken | undefined;
	/** Ids of states that the actor has been in. */
	readonly visited?: ReadonlySet<string> | undefined;
	readonly onState?: ((id: string) => void) | undefined;
	readonly timers?: readonly Timer[] | undefined;
}

/** An `after` that is set. */
export interface Timer {
	readonly event: string;
	/** How long it still takes: `12.3 s left`. */
	readonly left: string;
}

/** A machine's chart as the build laid it out, with what one actor of it is doing. The same is there as a list of text. */
export function Chart(props: ChartProps) {
	const id = createUniqueId();
	const taken = createMemo(() => (props.last ? takenEdges(props.machine, props.last) : new Set<string>()));
	const isActive = (state: string) => props.active.includes(state);
	const leftOf = ({ event }: ChartEdge) => props.timers?.find((timer) => timer.event === event)?.left;
	const activeNames = () => (props.active.length === 0 ? "none" : props.active.join(", "));
	return (
		<div class="chart">
			<section class="chart-scroll" tabindex="0" aria-label={`Chart of ${props.machine.kind}`}>
				<svg
					role="img"
					aria-labelledby={`${id}-title ${id}-desc`}
					viewBox={`0 0 ${props.machine.width} ${props.machine.height}`}
					width={props.machine.width}
					height={props.machine.height}
				>
					<title id={`${id}-title`}>{`States of ${props.machine.kind}`}</title>
					<desc id={`${id}-desc`}>{`${props.machine.description ?? ""} Active: ${activeNames()}.`}</desc>
					<For each={props.machine.states}>
						{(state) => (
							<StateBox
								state={state}
								active={isActive(state.id)}
								visited={props.visited?.has(state.id) ?? false}
								onState={props.onState}
							/>
						)}
					</For>
					<For each={props.machine.starts}>
						{(start) => (
							<g class="chart-edge chart-start">
								<circle cx={start.x} cy={start.y} r={startRadius} />
								<Arrow points={start.points} />
							</g>
						)}
					</For>
					<For each={props.machine.edges}>
						{(edge) => <Edge edge={edge} taken={taken().has(edge.id)} left={leftOf(edge)} />}
					</For>
				</svg>
			</section>
			<Words {...props} taken={taken()} isActive={isActive} />
		</div>
	);
}

function StateBox(props: { state: ChartState; active: boolean; visited: boolean; onState: ChartProps["onState"] }) {
	const s = () => props.state;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the list of text has a button for each state
		<g
			class={`chart-state chart-${s().type}`}
			classList={{ active: props.active, visited: props.visited, clickable: props.onState !== undefined }}
			onClick={() => props.onState?.(s().id)}
		>
			<title>{s().description ?? s().label}</title>
			<rect class="chart-box" x={s().x} y={s().y} width={s().width} height={s().height} rx="8" />
			<Show when={s().type === "final"}>
				<rect
					class="chart-box chart-inner"
					x={s().x + 3}
					y={s().y + 3}
					width={s().width - 6}
					height={s().height - 6}
					rx="5.5"
				/>
			</Show>
			<text class="chart-name" x={s().labelX} y={s().labelY}>
				{s().label}
			</text>
			<For each={s().invokes}>
				{(pill) => (
					<g class="chart-pill">
						<rect x={pill.x} y={pill.y} width={pill.width} height={pill.height} rx={pill.height / 2} />
						<text x={pill.x + 9} y={pill.y + 14}>
							{pill.src}
						</text>
					</g>
				)}
			</For>
		</g>
	);
}

function Edge(props: { edge: ChartEdge; taken: boolean; left: string | undefined }) {
	const e = () => props.edge;
	const isDelayed = () => e().delay !== null;
	const indent = (line: number) => (isDelayed() ? clockWidth : 0) + (e().internal && line > 0 ? hangingIndent : 0);
	return (
		<g
			class="chart-edge"
			classList={{
				taken: props.taken,
				delayed: isDelayed(),
				faulty: e().event.startsWith("xstate.error."),
				internal: e().internal,
			}}
		>
			<title>{`${edgeInWords(e())}${e().description === null ? "" : `: ${e().description}`}`}</title>
			<Show when={!e().internal}>
				<Arrow points={e().points} />
			</Show>
			<Show when={isDelayed()}>
				<Clock x={e().labelX + 6} y={e().labelY + lineHeight / 2} />
			</Show>
			<For each={e().label.split("\n")}>
				{(line, index) => (
					<text class="chart-label" x={e().labelX + indent(index())} y={e().labelY + baseline + index() * lineHeight}>
						{line}
						<Show when={index() === 0 && props.left}>
							<tspan class="chart-left"> {props.left}</tspan>
						</Show>
					</text>
				)}
			</For>
		</g>
	);
}

function Clock(props: { x: number; y: number }) {
	return (
		<g class="chart-clock">
			<circle cx={props.x} cy={props.y} r="5" />
			<path d={`M${props.x} ${props.y - 3}v3h2.5`} />
		</g>
	);
}

type Points = ChartEdge["points"];

function Arrow(props: { points: Points }) {
	return (
		<g>
			<path class="chart-line" d={lineOf(props.points)} />
			<path class="chart-tip" d={tipOf(props.points)} />
		</g>
	);
}

const tipLength = 8;
const corner = 6;

/** Along the points with rounded corners, up to where the tip begins. */
function lineOf(points: Points): string {
	return points
		.map(([x, y], index) => {
			const before = points[index - 1];
			const after = points[index + 1];
			if (before === undefined) return `M${x} ${y}`;
			if (after === undefined) return `L${towards([x, y], before, tipLength - 1)}`;
			return `L${towards([x, y], before, corner)}Q${x} ${y} ${towards([x, y], after, corner)}`;
		})
		.join("");
}

function tipOf(points: Points): string {
	const end = points.at(-1);
	const before = points.at(-2);
	if (end === undefined || before === undefined) return "";
	const length = Math.hypot(end[0] - before[0], end[1] - before[1]) || 1;
	const along = [(end[0] - before[0]) / length, (end[1] - before[1]) / length] as const;
	const foot = [end[0] - along[0] * tipLength, end[1] - along[1] * tipLength] as const;
	const half = tipLength / 2;
	const side = (by: number) => `${round(foot[0] + along[1] * by)} ${round(foot[1] - along[0] * by)}`;
	return `M${side(half)}L${end[0]} ${end[1]}L${side(-half)}Z`;
}

/** The point that far from the first on the way to the second, half of the way at most. */
function towards(from: readonly [number, number], to: readonly [number, number], distance: number): string {
	const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
	const part = Math.min(distance / length, 0.5);
	return `${round(from[0] + (to[0] - from[0]) * part)} ${round(from[1] + (to[1] - from[1]) * part)}`;
}

function round(pixels: number): number {
	return Math.round(pixels * 10) / 10;
}

function Words(props: ChartProps & { taken: ReadonlySet<string>; isActive: (state: string) => boolean }) {
	return (
		<ul class="chart-words visually-hidden" aria-label={`States of ${props.machine.kind}, in words`}>
			<For each={props.machine.states}>
				{(state) => (
					<li>
						<Show when={props.onState} fallback={<b>{nameOf(state, props.machine)}</b>}>
							{(onState) => (
								<button type="button" onClick={() => onState()(state.id)}>
									{nameOf(state, props.machine)}
								</button>
							)}
						</Show>
						{`${traitsOf(state, props.isActive(state.id))}. ${state.description ?? ""} ${invokesOf(state)}`}
						<ul>
							<For each={props.machine.edges.filter((edge) => edge.from === state.id)}>
								{(edge) => <li>{sentenceOf(edge, props.taken.has(edge.id))}</li>}
							</For>
						</ul>
					</li>
				)}
			</For>
		</ul>
	);
}

function nameOf(state: ChartState, machine: ChartLayout): string {
	return state.id === "" ? machine.kind : state.id;
}

function traitsOf(state: ChartState, active: boolean): string {
	const traits = [state.initial && "first", state.type === "final" && "final", active && "active"].filter(Boolean);
	return traits.length === 0 ? "" : ` (${traits.join(", ")})`;
}

function invokesOf({ invokes }: ChartState): string {
	return invokes.length === 0 ? "" : `Runs ${invokes.map(({ src }) => src).join(", ")}.`;
}

function sentenceOf(edge: ChartEdge, taken: boolean): string {
	const where = edge.internal ? "stays" : `to ${edge.to}`;
	const why = edge.description === null ? "" : ` ${edge.description}`;
	return `${edgeInWords(edge)}: ${where}${taken ? ", taken last" : ""}.${why}`;
}
