import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { WebhookEvent } from "#http/contract/webhooks.ts";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

/** A delivery in a list; one that failed says why. */
export function EventRow(props: { event: WebhookEvent; repository: string | undefined }) {
	return (
		<li>
			<A class="row event-row" href={`/webhooks/${props.event.id}`}>
				<Status status={props.event.status} />
				<span class="dim provider">{props.event.provider}</span>
				<span class="cut">{props.event.event_type}</span>
				<span class="cut what">
					{props.repository ?? <span class="dim">a repository that is not here</span>}
					<Show when={props.event.error_message}>
						<span class="dim"> · {props.event.error_message}</span>
					</Show>
				</span>
				<span class="num dim">
					<TimeAgo at={props.event.received_at} />
				</span>
			</A>
		</li>
	);
}
