import { Title } from "@solidjs/meta";
import { A, useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Decision } from "#http/contract/pipelines.ts";
import type { WebhookEventDetail } from "#http/contract/webhooks.ts";
import { Verdicts } from "../../components/webhook/verdicts.tsx";
import { send } from "../../lib/api.ts";
import { webhookEvent } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { say } from "../../state/toasts.ts";
import { Code } from "../../ui/code.tsx";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

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
						<Again event={found()} />
						<a class="button" href={`/inspector/webhooks/${found().id}`}>
							Inspect
						</a>
					</div>
					<Detail event={found()} />
				</>
			)}
		</Loaded>
	);
}

function Detail(props: { event: WebhookEventDetail }) {
	const payload = () =>
		props.event.payload === null ? "Retention removed the payload." : JSON.stringify(props.event.payload, null, 2);
	return (
		<div class="split">
			<div class="stack">
				<section class="card">
					<h2>What came of it</h2>
					<p class="note" data-tone={props.event.status === "failed" ? "bad" : "none"}>
						{props.event.error_message ?? props.event.result ?? "It is still being decided."}
					</p>
				</section>
				<Show when={props.event.verdicts.length > 0}>
					<section class="card flush">
						<h2>Workflow by workflow</h2>
						<Verdicts verdicts={props.event.verdicts} />
					</section>
				</Show>
				<section class="card">
					<h2>Payload</h2>
					<Code label="Payload" text={payload()} />
				</section>
			</div>
			<section class="card">
				<h2>Delivery</h2>
				<dl class="sheet">
					<dt>Received</dt>
					<dd>
						<TimeAgo at={props.event.received_at} />
					</dd>
					<dt>Provider</dt>
					<dd>{props.event.provider}</dd>
					<Show when={props.event.repository_id}>
						{(id) => (
							<>
								<dt>Repository</dt>
								<dd>
									<A href={`/repositories/${id()}`}>its page</A>
								</dd>
							</>
						)}
					</Show>
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
					<dt>Builds</dt>
					<dd>
						<For each={props.event.builds} fallback="none">
							{(id) => (
								<div>
									<A href={`/builds/${id}`}>{id}</A>
								</div>
							)}
						</For>
					</dd>
				</dl>
			</section>
		</div>
	);
}

/** Judge the delivery by the pipeline of today: first without doing anything, then for real. */
function Again(props: { event: WebhookEventDetail }) {
	const navigate = useNavigate();
	const [decision, setDecision] = createSignal<Decision>();
	const judge = async (forReal: boolean) => {
		const answer = await send<Decision>("POST", paths.webhookReplay(props.event.id), { for_real: forReal });
		if (!answer.ok) {
			say(answer.detail, "bad");
			return;
		}
		setDecision(answer.data);
		const [started] = answer.data.started;
		if (started !== undefined) navigate(`/builds/${started}`);
	};
	return (
		<>
			<button class="button" type="button" disabled={props.event.payload === null} onClick={() => void judge(false)}>
				What would it start today?
			</button>
			<Show when={decision()}>
				{(its) => (
					<section class="card flush wide">
						<h2>
							Today: {its().result}{" "}
							<button class="button small" type="button" onClick={() => void judge(true)}>
								Start it for real
							</button>
						</h2>
						<Verdicts verdicts={its().verdicts} />
					</section>
				)}
			</Show>
		</>
	);
}
