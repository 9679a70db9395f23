import { useIsRouting } from "@solidjs/router";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { JournalEntry } from "#http/contract/actors.ts";
import { missingBefore, nextFailure, turnFrom } from "../../lib/history.ts";
import { useKeys } from "../../state/keys.ts";
import { Scrubber } from "./scrubber.tsx";
import { Timeline } from "./timeline.tsx";

export interface TimeMachineProps {
	/** What is loaded, oldest first. */
	readonly entries: readonly JournalEntry[];
	/** Index of the entry that is looked at. */
	readonly place: number;
	readonly isNow: boolean;
	/** What is shown has arrived. */
	readonly isShown: boolean;
	readonly hasOlder: boolean;
	readonly onGo: (id: number | undefined) => void;
	readonly load: (part: { around?: number; cursor?: number }) => Promise<void>;
}

/** The journal of an actor with the ways through it: by entry, by turn, by failure, or played. */
export function TimeMachine(props: TimeMachineProps) {
	const [plays, setPlays] = createSignal(false);
	/** Where somebody is; undefined for now. */
	const here = () => (props.isNow ? undefined : props.entries[props.place]?.id);
	/** A step is on its way: its place is asked for, and not there yet. */
	let isOnItsWay = false;
	let isGone = false;
	const isRouting = useIsRouting();
	onCleanup(() => {
		isGone = true;
	});
	createEffect(
		on(here, () => {
			isOnItsWay = false;
		}),
	);
	const go = (index: number) => {
		const to = Math.max(0, index);
		const id = to >= props.entries.length - 1 ? undefined : props.entries[to]?.id;
		if (id === here()) return;
		isOnItsWay = true;
		props.onGo(id);
	};
	const step = async (by: 1 | -1) => {
		const { place } = props;
		const from = props.entries[place];
		if (!from) return;
		if (by > 0 && props.isNow) {
			setPlays(false);
			return;
		}
		const isEdge = by < 0 ? place === 0 && props.hasOlder : false;
		if (isEdge || missingBefore(props.entries, by < 0 ? place : place + 1) > 0) {
			isOnItsWay = true;
			await props.load({ around: from.id });
			isOnItsWay = false;
		}
		// Who went elsewhere meanwhile stays there.
		if (isGone || isRouting() || props.entries[props.place]?.id !== from.id) return;
		go(props.place + by);
	};
	const playOn = () => {
		if (props.isShown && !isOnItsWay) void step(1);
	};
	const play = () => {
		if (!plays() && props.isNow) go(0);
		setPlays(!plays());
	};
	const older = async () => {
		const [first] = props.entries;
		if (first) await props.load({ cursor: first.id });
	};
	const keys = [
		{ key: "ArrowLeft", what: "One entry back", act: () => void step(-1) },
		{ key: "ArrowRight", what: "One entry on", act: () => void step(1) },
		{ key: "[", what: "One turn back", act: () => go(turnFrom(props.entries, props.place, -1)) },
		{ key: "]", what: "One turn on", act: () => go(turnFrom(props.entries, props.place, 1)) },
		{
			key: "n",
			what: "The next failure",
			act: () => {
				const found = nextFailure(props.entries, props.isNow ? -1 : props.place);
				// The newest one as an instant, too: now may be another one soon.
				if (found >= 0) props.onGo(props.entries[found]?.id);
			},
		},
		{ key: "Space", what: "Play, or pause", act: play },
		{ key: "Home", what: "The first entry that is loaded", act: () => go(0) },
		{ key: "End", what: "Now", act: () => props.onGo(undefined) },
	];
	useKeys(keys);
	return (
		<section class="card flush" aria-label="Journal">
			<Scrubber
				entries={props.entries}
				place={props.place}
				isNow={props.isNow}
				plays={plays()}
				onPlay={play}
				onGo={go}
				onStep={(by) => void step(by)}
				onTick={playOn}
			/>
			<Timeline
				entries={props.entries}
				place={props.place}
				isNow={props.isNow}
				hasOlder={props.hasOlder}
				isCut={!props.hasOlder && (props.entries[0]?.sequence ?? 1) > 1}
				onOlder={older}
				onMissing={(id) => props.load({ around: id })}
				// Those by which a browser would move do not reach the page's keys from a row that has the focus.
				onKey={(pressed) => {
					const found = keys.find(({ key }) => key === pressed && /^(Arrow|Home|End)/.test(key));
					found?.act();
					return found !== undefined;
				}}
			/>
		</section>
	);
}
