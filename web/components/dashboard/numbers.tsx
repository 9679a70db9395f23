import { For } from "solid-js";
import type { Health } from "#http/contract/health.ts";
import type { Repository } from "#http/contract/repositories.ts";
import type { Stats } from "#http/contract/stats.ts";
import { duration, size } from "#http/contract/words.ts";
import { count } from "../../lib/words.ts";
import { Providers } from "./providers.tsx";

/** The machine now, how builds went over the last 30 days, and where deliveries come from. */
export function Numbers(props: { stats: Stats; slots: Health["workers"]; repositories: readonly Repository[] }) {
	const ended = () => props.stats.total.success + props.stats.total.failure;
	const rate = () => (ended() === 0 ? "–" : `${Math.round((100 * props.stats.total.success) / ended())} %`);
	const average = () => props.stats.total.average_ms;
	return (
		<div class="cards">
			<section class="card">
				<h2 class="dim">Machine</h2>
				<p class="number">
					{props.slots.active} of {props.slots.max}
				</p>
				<p class="dim">slots in use</p>
				<Meter label="Slots in use" part={props.slots.active} whole={props.slots.max} />
				<p class="dim">{size(props.stats.disk.free_bytes)} of its disk free</p>
				<Meter
					label="Disk in use"
					part={props.stats.disk.total_bytes - props.stats.disk.free_bytes}
					whole={props.stats.disk.total_bytes}
				/>
			</section>
			<section class="card">
				<h2 class="dim">Success, 30 days</h2>
				<p class="number">{rate()}</p>
				<p class="dim">{count(ended(), "build")} that ended</p>
				<Days days={props.stats.days} />
			</section>
			<section class="card">
				<h2 class="dim">Duration, 30 days</h2>
				<p class="number">{average() === null ? "–" : duration(average() ?? 0)}</p>
				<p class="dim">on average</p>
				<Durations days={props.stats.days} />
			</section>
			<Providers repositories={props.repositories} />
		</div>
	);
}

function Meter(props: { label: string; part: number; whole: number }) {
	return <meter aria-label={props.label} min="0" max={props.whole} value={props.part} />;
}

/** One bar a day, as long as its builds took on average. */
function Durations(props: { days: Stats["days"] }) {
	const most = () => Math.max(1, ...props.days.map(({ average_ms: ms }) => ms ?? 0));
	return (
		<div class="bars low" role="img" aria-label="How long builds took, day by day over the last 30 days">
			<For each={props.days}>
				{({ day, average_ms: ms }) => (
					<span title={`${day}: ${ms === null ? "no build" : duration(ms)}`}>
						<i class="time" style={{ height: `${(100 * (ms ?? 0)) / most()}%` }} />
					</span>
				)}
			</For>
		</div>
	);
}

function Days(props: { days: Stats["days"] }) {
	const most = () => Math.max(1, ...props.days.map(({ success, failure, cancelled }) => success + failure + cancelled));
	const height = (n: number) => ({ height: `${(100 * n) / most()}%` });
	return (
		<div class="bars low" role="img" aria-label="Builds a day over the last 30 days, those that failed in red">
			<For each={props.days}>
				{({ day, success, failure, cancelled }) => (
					<span title={`${day}: ${success} succeeded, ${failure} failed, ${cancelled} cancelled`}>
						<i class="ok" style={height(success)} />
						<i class="bad" style={height(failure)} />
						<i class="gone" style={height(cancelled)} />
					</span>
				)}
			</For>
		</div>
	);
}
