import { Title } from "@solidjs/meta";
import { A, useParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { WebhookEventDetail } from "#http/contract/webhooks.ts";
import { Delivery } from "../../components/webhook/delivery.tsx";
import { Today } from "../../components/webhook/today.tsx";
import { Verdicts } from "../../components/webhook/verdicts.tsx";
import { webhookEvent } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Code } from "../../ui/code.tsx";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";

export default function WebhookPage() {
	const params = useParams<{ id: string }>();
	const its = useAnswer(() => webhookEvent(params.id));
	keepFresh(
		() => [webhookEvent.keyFor(params.id)],
		({ address }) => address === `webhooks/${params.id}`,
	);
	return (
		<Loaded answer={its()}>
			{(found) => (
				<>
					<Title>{`${found().event_type} · Webhooks · Oore`}</Title>
					<div class="page-head">
						<div class="grow">
							<p class="crumb">
								<A href="/webhooks">Webhooks</A>
							</p>
							<h1>
								{found().event_type} <Status status={found().status} />
							</h1>
						</div>
						<a class="button" href={`/inspector/webhooks/${found().id}`}>
							Inspect
						</a>
					</div>
					<div class="split">
						<div class="stack">
							<Came event={found()} />
							<Today event={found()} />
							<Show when={found().request_headers}>
								{(headers) => (
									<section class="card">
										<h2>Headers</h2>
										<dl class="sheet">
											<For each={Object.entries(headers())}>
												{([name, value]) => (
													<>
														<dt class="mono">{name}</dt>
														<dd class="mono">{value}</dd>
													</>
												)}
											</For>
										</dl>
									</section>
								)}
							</Show>
							<section class="card">
								<h2>Payload</h2>
								<Code label="Payload" text={payloadOf(found())} />
							</section>
						</div>
						<Delivery event={found()} />
					</div>
				</>
			)}
		</Loaded>
	);
}

function Came(props: { event: WebhookEventDetail }) {
	return (
		<>
			<section class="card">
				<h2>What came of it</h2>
				<p class="note" data-tone={props.event.status === "failed" ? "warn" : "none"}>
					{props.event.error_message ?? props.event.result ?? "It is still being decided."}
				</p>
			</section>
			<Show when={props.event.verdicts.length > 0}>
				<section class="card flush">
					<h2>Workflow by workflow</h2>
					<Verdicts verdicts={props.event.verdicts} />
				</section>
			</Show>
		</>
	);
}

function payloadOf({ payload }: WebhookEventDetail): string {
	return payload === null ? "Retention removed the payload." : JSON.stringify(payload, null, 2);
}
