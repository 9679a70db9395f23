import { createEffect, createSignal, on } from "solid-js";
import type { Taken } from "../../lib/chart-state.ts";
import type { ChartLayout } from "../../machines/chart-layout.ts";
import { Chart } from "./chart.tsx";

const zooms = [0.5, 0.65, 0.8, 1, 1.25];

/** A chart larger than its place: the state that its actor is in stays in sight. */
export function ActiveChart(props: { machine: ChartLayout; active: readonly string[]; last: Taken | undefined }) {
	let box: HTMLDivElement | undefined;
	const [zoom, setZoom] = createSignal(0.8);
	const bringIntoSight = () => {
		const scroll = box?.querySelector<HTMLElement>(".chart-scroll");
		const state = props.machine.states.find(({ id }) => id === props.active.at(-1));
		if (!scroll || !state) return;
		scroll.scrollTo({
			left: (state.x + state.width / 2) * zoom() - scroll.clientWidth / 2,
			top: (state.y + state.height / 2) * zoom() - scroll.clientHeight / 2,
		});
	};
	createEffect(on([() => props.active.join(), zoom], () => queueMicrotask(bringIntoSight)));
	const step = (by: number) => setZoom(zooms[Math.max(0, Math.min(zooms.length - 1, zooms.indexOf(zoom()) + by))] ?? 1);
	return (
		<div ref={box} style={{ "--chart-zoom": zoom() }}>
			<div class="chart-zoom">
				<button class="button small" type="button" onClick={() => step(-1)}>
					−<span class="visually-hidden"> Smaller</span>
				</button>
				<button class="button small" type="button" onClick={() => step(1)}>
					+<span class="visually-hidden"> Larger</span>
				</button>
			</div>
			<Chart machine={props.machine} active={props.active} last={props.last} />
		</div>
	);
}
