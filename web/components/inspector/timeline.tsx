import { useLocation } from "@solidjs/router";
import { createEffect, For, on, Show } from "solid-js";
import type { JournalEntry } from "#http/contract/actors.ts";
import { eventWords } from "../../lib/event-words.ts";
import { changedBy, isFailure, missingBefore } from "../../lib/history.ts";
import { hrefWith } from "../../lib/href-with.ts";
import { count, stateInWords } from "../../lib/words.ts";
import { isPlainKey } from "../../state/keys.ts";
import { ClockTime } from "../../ui/time.tsx";

export interface TimelineProps {
	/** Oldest first. */
	readonly entries: readonly JournalEntry[];
	/** Index of the entry that is looked at. */
	readonly place: number;
	/** The page shows now, not an instant. */
	readonly isNow: boolean;
	/** There are older ones than these. */
	readonly hasOlder: boolean;
	/** Retention removed what was before these. */
	readonly isCut: boolean;
	readonly onOlder: () => Promise<void>;
	/** Load what is missing next to an entry. */
	readonly onMissing: (id: number) => Promise<void>;
	/** The key was one of the timeline's: the browser need not move. */
	readonly onKey: (key: string) => boolean;
}

/** The journal of an actor, turn by turn: each entry an instant that everything around is shown at. */
export function Timeline(props: TimelineProps) {
	let box: HTMLOListElement | undefined;
	const at = useInstantHref();
	const current = () => props.entries[props.place]?.id;
	// Only the list is scrolled, never the page.
	const bringIntoSight = () => {
		const row = box?.querySelector<HTMLElement>("li:has([aria-current])");
		if (!box || !row) return;
		const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
		if (top < box.scrollTop + rowRoom) box.scrollTop = top - rowRoom;
		else if (bottom > box.scrollTop + box.clientHeight - rowRoom) box.scrollTop = bottom - box.clientHeight + rowRoom;
	};
	let isAtEnd = true;
	createEffect(
		on([current, () => props.isNow], (_, before) => {
			// Who reads further up at now is not pulled down by what comes.
			if (!before?.[1] || !props.isNow || isAtEnd) queueMicrotask(bringIntoSight);
			return [current(), props.isNow] as const;
		}),
	);
	/** What is loaded above what somebody reads moves it nowhere. */
	const inPlace = async (load: () => Promise<void>) => {
		const below = box ? box.scrollHeight - box.scrollTop : 0;
		await load();
		queueMicrotask(() => {
			if (box) box.scrollTop = box.scrollHeight - below;
		});
	};
	return (
		<ol
			ref={box}
			class="rows entries"
			onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
				isAtEnd = scrollTop + clientHeight > scrollHeight - rowRoom;
			}}
			onKeyDown={(event) => {
				if (!isPlainKey(event) || !props.onKey(event.key)) return;
				event.preventDefault();
				event.stopPropagation();
			}}
		>
			<Show when={props.hasOlder}>
				<li class="row entry-more">
					<a
						href={at(props.entries[0]?.id)}
						class="button small"
						onClick={asButton(() => inPlace(props.onOlder))}
						noScroll
					>
						Older entries
					</a>
				</li>
			</Show>
			<Show when={props.isCut}>
				<li class="row dim entry-more">Retention removed what was before.</li>
			</Show>
			<For each={props.entries}>
				{(entry, index) => (
					<>
						<Show when={missingBefore(props.entries, index()) > 0}>
							<li class="row entry-more">
								<a
									href={at(props.entries[index() - 1]?.id)}
									class="button small"
									onClick={asButton(() => inPlace(() => props.onMissing(props.entries[index() - 1]?.id ?? entry.id)))}
									noScroll
								>
									{count(missingBefore(props.entries, index()), "entry", "entries")} between
								</a>
							</li>
						</Show>
						<Row
							entry={entry}
							isCurrent={index() === props.place}
							isNow={props.isNow && index() === props.entries.length - 1}
							isLater={index() > props.place}
							isFailure={isFailure(props.entries, index())}
							inTurn={props.entries[index() - 1]?.turn === entry.turn}
						/>
					</>
				)}
			</For>
		</ol>
	);
}

/** So much of what is before and after stays in sight. */
const rowRoom = 60;

/** A link that does without loading a page what it would lead to. */
function asButton(act: () => Promise<void>) {
	return (event: MouseEvent) => {
		event.preventDefault();
		void act();
	};
}

function useInstantHref() {
	const location = useLocation();
	return (id: number | undefined) => hrefWith(location, { at: id === undefined ? undefined : String(id) });
}

interface RowProps {
	readonly entry: JournalEntry;
	readonly isCurrent: boolean;
	readonly isNow: boolean;
	readonly isLater: boolean;
	readonly isFailure: boolean;
	/** The entry before it is of the same turn. */
	readonly inTurn: boolean;
}

function Row(props: RowProps) {
	const changed = () => changedBy(props.entry);
	const at = useInstantHref();
	return (
		<li data-turn={props.inTurn ? "same" : "new"}>
			<a
				class="row entry-row"
				href={at(props.entry.id)}
				replace
				noScroll
				aria-current={props.isCurrent ? "true" : undefined}
				data-later={props.isLater ? "" : undefined}
				title={props.entry.event}
			>
				<span class="dim num">{props.entry.sequence}</span>
				<span class="entry-what">
					<strong>{eventWords(props.entry.event)}</strong>{" "}
					<Show when={props.isFailure}>
						<span class="badge" data-tone="bad">
							✗ failure
						</span>{" "}
					</Show>
					<Show when={props.isNow}>
						<span class="badge" data-tone="run">
							now
						</span>
					</Show>
					<Show when={props.entry.source !== null}>
						<span class="dim" title={props.entry.source ?? ""}>
							{" "}
							from {props.entry.source?.split("/").at(-1) || "root"}
						</span>
					</Show>
					<Show when={changed().length > 0}>
						<span class="dim changes" title={changed().join(", ")}>
							changed {changed().slice(0, 4).join(", ")}
							{changed().length > 4 ? ` and ${changed().length - 4} more` : ""}
						</span>
					</Show>
				</span>
				<span class="entry-state">→ {stateInWords(props.entry.state)}</span>
				<span class="dim num">
					<ClockTime at={props.entry.at} />
				</span>
			</a>
		</li>
	);
}
