import { A } from "@solidjs/router";
import { type JSX, Match, Switch } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";

/** What is left to do until pushes lead to builds; nothing where they do. */
export function NextStep(props: { repository: Repository }) {
	const settings = () => <A href={`/repositories/${props.repository.id}?tab=settings`}>settings</A>;
	return (
		<Switch>
			<Match when={props.repository.state === "inactive"}>
				<Note>It is paused: deliveries are kept, and no build starts. Its {settings()} let it go on.</Note>
			</Match>
			<Match when={!props.repository.has_webhook_secret}>
				<Note>
					<strong>It has no webhook secret, so that every delivery is refused.</strong> Make one up, for example with{" "}
					<code>openssl rand -hex 32</code>, set it in the {settings()}, and give the same to the provider. Builds can
					be started by hand.
				</Note>
			</Match>
			<Match when={props.repository.state === "error"}>
				<Note>
					<strong>Its deliveries are refused: their signature is wrong.</strong> The secret at the provider and the one
					here differ. Set the same anew in the {settings()} and at the provider; the next good delivery mends this.
				</Note>
			</Match>
			<Match when={props.repository.state === "pending_setup"}>
				<Note>
					<strong>No delivery has come yet.</strong> Give the webhook's URL below and the secret to the provider, then
					push. Builds can be started by hand meanwhile.
				</Note>
			</Match>
		</Switch>
	);
}

function Note(props: { children: JSX.Element }) {
	return (
		<p class="note" data-tone="warn">
			{props.children}
		</p>
	);
}
