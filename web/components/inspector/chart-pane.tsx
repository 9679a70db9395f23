import { createEffect, createSignal, on, onCleanup, onMount } from "solid-js";
import type { Taken } from "../../lib/chart-state.ts";
import type { ChartLayout } from "../../machines/chart-layout.ts";
import { Chart, type Timer } from "./chart.tsx";
import { dragToScroll } from "./drag-to-scroll.ts";

/** Letters are no smaller than this by themselves; who wants to see all of a large chart asks for it. */
const readable = 0.62;
const [least, most] = [0.2, 2];

/** A chart in its place: as large as fits and can be read, the active state in sight; zoomed, dragged, or on the whole screen. */
export function ChartPane(props: {
	machine: ChartLayout;
	active: readonly string[];
	last?: Taken | undefined;
	visited?: ReadonlySet<string>;
	timers?: readonly Timer[];
	onState?: (id: string) => void;
}) {
	let box: HTMLElement | undefined;
	const [size, setSize] = createSignal<{ width: number; height: number }>();
	/** Undefined for as large as fits and can be read. */
	const [chosen, setChosen] = createSignal<number>();
	const scroll = () => box?.querySelector<HTMLElement>(".chart-scroll") ?? undefined;
	const whole = () => {
		const room = size();
		return room ? Math.min(1, room.width / props.machine.width, room.height / props.machine.height) : readable;
	};
	const zoom = () => chosen() ?? Math.max(readable, whole());
	const bringIntoSight = () => {
		const pane = scroll();
		const state = props.machine.states.find(({ id }) => id === props.active.at(-1));
		if (!pane || !state) return;
		pane.scrollTo({
			left: (state.x + state.width / 2) * zoom() - pane.clientWidth / 2,
			top: (state.y + state.height / 2) * zoom() - pane.clientHeight / 2,
		});
	};
	createEffect(on([() => props.active.join(), zoom], () => queueMicrotask(bringIntoSight)));
	onMount(() => {
		const pane = scroll();
		if (!pane) return;
		const measure = () => {
			const style = getComputedStyle(pane);
			const limit = Number.parseFloat(style.maxHeight);
			setSize({ width: pane.clientWidth, height: Number.isFinite(limit) ? limit : pane.clientHeight });
		};
		const observer = new ResizeObserver(measure);
		observer.observe(pane);
		measure();
		const stop = dragToScroll(pane, (by) => times(by));
		onCleanup(() => {
			observer.disconnect();
			stop();
		});
	});
	const times = (by: number) => setChosen(Math.max(least, Math.min(most, zoom() * by)));
	return (
		<section ref={box} class="card chart-pane" aria-label="Chart" style={{ "--chart-zoom": zoom() }}>
			<div class="chart-zoom">
				<button class="button small" type="button" onClick={() => times(1 / 1.25)}>
					−<span class="visually-hidden"> Smaller</span>
				</button>
				<button class="button small" type="button" onClick={() => times(1.25)}>
					+<span class="visually-hidden"> Larger</span>
				</button>
				<button class="button small" type="button" onClick={() => setChosen(whole())}>
					Whole
				</button>
				<button class="button small" type="button" onClick={() => setChosen(undefined)}>
					Fit
				</button>
				<button class="button small" type="button" onClick={() => toggleFullScreen(box)}>
					Full screen
				</button>
			</div>
			<Chart
				machine={props.machine}
				active={props.active}
				last={props.last}
				visited={props.visited}
				timers={props.timers}
				onState={props.onState}
			/>
		</section>
	);
}

function toggleFullScreen(box: HTMLElement | undefined): void {
	void (document.fullscreenElement ? document.exitFullscreen() : box?.requestFullscreen());
}
