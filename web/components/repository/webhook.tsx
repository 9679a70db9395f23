import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import { webhookEvents, webhookUrl } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Loaded } from "../../ui/page.tsx";
import { Qr } from "../../ui/qr.tsx";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import { Copy } from "../copy.tsx";

const instructions: Readonly<Record<Repository["provider"], string>> = {
	github:
		"At GitHub: Settings → Webhooks → Add webhook. Content type application/json, the secret that is set here, pushes and pull requests.",
	gitlab:
		"At GitLab: Settings → Webhooks. The secret that is set here as its secret token; push, tag push and merge request events.",
	git: 'A POST of {"ref", "after"} as JSON, signed as GitHub does: X-Hub-Signature-256 with the secret that is set here.',
};

/** Where deliveries are to be sent, and how the last one went. */
export function Webhook(props: { repository: Repository }) {
	const url = useAnswer(() => webhookUrl(props.repository.id));
	const newest = useAnswer(() => webhookEvents({ repository: props.repository.id, limit: 1 }));
	keepFresh(
		() => [webhookEvents.key],
		({ kind }) => kind === "webhook",
	);
	const last = () => {
		const got = newest();
		return got?.ok ? got.data[0] : undefined;
	};
	return (
		<section class="card">
			<h2>Webhook</h2>
			<Loaded answer={url()}>
				{(its) => (
					<div class="stack">
						<Copy text={its().webhook_url} label="Copy the webhook's URL" />
						<p>
							<Show when={last()} fallback={<span class="dim">No delivery has come yet.</span>}>
								{(event) => (
									<>
										Last delivery{" "}
										<A href={`/webhooks/${event().id}`}>
											<TimeAgo at={event().received_at} />
										</A>
										: <Status status={event().status} /> <span class="dim">{event().error_message ?? ""}</span>
										<br />
										<A href={`/webhooks?repository=${props.repository.id}`}>All its deliveries</A>
									</>
								)}
							</Show>
						</p>
						<p class="dim">{instructions[props.repository.provider]}</p>
						<Show
							when={!isLoopback(its().webhook_url)}
							fallback={
								<p class="note" data-tone="warn">
									This address holds on the server's own machine only. Set OORE_BASE_URL to one that the provider
									reaches.
								</p>
							}
						>
							<Qr text={its().webhook_url} label="The webhook URL as a QR code" />
						</Show>
					</div>
				)}
			</Loaded>
		</section>
	);
}

function isLoopback(url: string): boolean {
	return /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(new URL(url).hostname);
}
