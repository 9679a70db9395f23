import { isServer } from "solid-js/web";
import { duration } from "#http/contract/words.ts";
import { ago } from "../lib/words.ts";
import { now } from "../state/clock.ts";

/** How long ago, with the time itself, in the viewer's zone, on hover. */
export function TimeAgo(props: { at: string }) {
	const absolute = () => (isServer ? props.at : new Date(props.at).toLocaleString());
	return (
		<time datetime={props.at} title={absolute()}>
			{ago((isServer ? Date.now() : now()) - Date.parse(props.at))}
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
