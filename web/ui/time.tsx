import { createSignal, onMount } from "solid-js";
import { isServer } from "solid-js/web";
import { duration } from "#http/contract/words.ts";
import { ago } from "../lib/words.ts";
import { now } from "../state/clock.ts";
import { timeLook } from "../state/time-looks.ts";

const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 } as const;
const whole = { ...clock, year: "numeric", month: "short", day: "numeric", timeZoneName: "short" } as const;
const dated = { dateStyle: "medium", timeStyle: "medium" } as const;
const short = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;

const inUtc = { timeZone: "UTC", hourCycle: "h23" } as const;

/** Times as they are wanted, once it is known where the viewer is; until then as the server tells them, in UTC. */
function useWords() {
	const [isHere, setHere] = createSignal(false);
	onMount(() => setHere(true));
	const look = () => (isHere() ? timeLook() : undefined);
	const words = (at: string, how: Intl.DateTimeFormatOptions) =>
		look() === undefined
			? new Date(at).toLocaleString("en", { ...how, ...inUtc })
			: new Date(at).toLocaleString(undefined, { ...how, ...(look() === "UTC" && inUtc) });
	return { look, words };
}

/** How long ago, with the time itself on hover; or, if somebody likes that better, when. */
export function TimeAgo(props: { at: string }) {
	const { look, words } = useWords();
	const isAgo = () => (look() ?? "ago") === "ago";
	const since = () => ago((isServer ? Date.now() : now()) - Date.parse(props.at));
	return (
		<time datetime={props.at} title={words(props.at, whole)}>
			{isAgo() ? since() : words(props.at, short)}
		</time>
	);
}

/** The day and the time, as people write them. */
export function DateTime(props: { at: string }) {
	const { words } = useWords();
	return (
		<time datetime={props.at} title={words(props.at, whole)}>
			{words(props.at, dated)}
		</time>
	);
}

/** When, to the millisecond; the whole of it on hover. */
export function ClockTime(props: { at: string; withDate?: boolean }) {
	const { words } = useWords();
	return (
		<time datetime={props.at} title={words(props.at, whole)}>
			{words(props.at, props.withDate ? whole : clock)}
		</time>
	);
}

/** How long something took, or has been taking so far. */
export function Took(props: { from: string | null; to: string | null }) {
	const text = () => {
		if (props.from === null) return "";
		const end = props.to === null ? (isServer ? Date.now() : now()) : Date.parse(props.to);
		return duration(end - Date.parse(props.from));
	};
	return <span>{text()}</span>;
}
