import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { WebhookEventDetail } from "#http/contract/webhooks.ts";
import { repositories } from "../../lib/data.ts";
import { nameMap } from "../../lib/names.ts";
import { useAnswer } from "../../state/answer.ts";
import { DateTime, TimeAgo } from "../../ui/time.tsx";
import { BuildLink } from "../build/build-link.tsx";

/** What a delivery was, and what it led to. */
export function Delivery(props: { event: WebhookEventDetail }) {
	const known = useAnswer(() => repositories());
	const name = (id: string) => {
		const all = known();
		return (all?.ok ? nameMap(all.data).get(id) : undefined) ?? id;
	};
	return (
		<section class="card">
			<h2>Delivery</h2>
			<dl class="sheet">
				<dt>Received</dt>
				<dd>
					<DateTime at={props.event.received_at} />, <TimeAgo at={props.event.received_at} />
				</dd>
				<dt>Provider</dt>
				<dd>{props.event.provider}</dd>
				<Show when={props.event.repository_id}>
					{(id) => (
						<>
							<dt>Repository</dt>
							<dd>
								<A href={`/repositories/${id()}`}>{name(id())}</A>
							</dd>
						</>
					)}
				</Show>
				<dt>Builds</dt>
				<dd>
					<For each={props.event.builds} fallback="none">
						{(id) => (
							<div>
								<BuildLink id={id} />
							</div>
						)}
					</For>
				</dd>
				<dt>Delivery id</dt>
				<dd>
					<code>{props.event.delivery_id}</code>
				</dd>
				<dt>From</dt>
				<dd>{props.event.source_ip}</dd>
				<dt>SHA-256</dt>
				<dd>
					<code>{props.event.payload_sha256}</code>
				</dd>
			</dl>
		</section>
	);
}
