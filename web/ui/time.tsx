import { createSignal, onMount } from "solid-js";
import { isServer } from "solid-js/web";
import { duration } from "#http/contract/words.ts";
import { ago } from "../lib/words.ts";
import { now } from "../state/clock.ts";

const hovered = { dateStyle: "medium", timeStyle: "long" } as const;

/** How long ago, with the time itself, in the viewer's zone, on hover. */
export function TimeAgo(props: { at: string }) {
	const [isHere, setHere] = createSignal(false);
	onMount(() => setHere(true));
	const absolute = () => (isHere() ? new Date(props.at).toLocaleString(undefined, hovered) : props.at);
	return (
		<time datetime={props.at} title={absolute()}>
			{ago((isServer ? Date.now() : now()) - Date.parse(props.at))}
		</time>
	);
}

const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 } as const;
const whole = { ...clock, year: "numeric", month: "short", day: "numeric", timeZoneName: "short" } as const;

/** When, to the millisecond: in the viewer's zone, in UTC as long as nobody knows it; the whole of it on hover. */
export function ClockTime(props: { at: string; withDate?: boolean }) {
	const [isHere, setHere] = createSignal(false);
	onMount(() => setHere(true));
	const options = () => (isHere() ? {} : { timeZone: "UTC", hourCycle: "h23" as const });
	const text = (how: Intl.DateTimeFormatOptions) =>
		new Date(props.at).toLocaleString(isHere() ? undefined : "en", { ...how, ...options() });
	return (
		<time datetime={props.at} title={text(whole)}>
			{text(props.withDate ? whole : clock)}
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
