import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { createEffect, on, onCleanup, onMount, Show, sharedConfig } from "solid-js";
import { isServer } from "solid-js/web";
import { isMissingPart } from "../../lib/missing-part.ts";
import { pageRequest } from "../../lib/page-request.ts";
import { connection } from "../../state/live.ts";

/** A page that a fault ended. A part that could not be fetched is fetched again once there is a connection. */
export function Failed(props: { error: unknown }) {
	const words = () => (props.error instanceof Error ? props.error.message : String(props.error));
	const request = requestId();
	if (isServer) pageRequest()?.failed?.(props.error);
	const again = () => location.reload();
	if (isMissingPart(props.error)) {
		// A server that is there all along has a newer dashboard: only what was away comes back.
		createEffect(on(connection, (now, before) => before === "offline" && now === "live" && again()));
		onMount(() => {
			addEventListener("online", again);
			onCleanup(() => removeEventListener("online", again));
		});
	}
	return (
		<section class="card empty">
			<Title>Something failed · Oore</Title>
			<HttpStatusCode code={500} />
			<Show
				when={isMissingPart(props.error)}
				fallback={
					<>
						<h1>This page failed</h1>
						<p>{words()}</p>
					</>
				}
			>
				<h1>A part of this page could not be fetched</h1>
				<p>
					The server does not answer, or has become another version. The page is loaded again once the connection is
					back.
				</p>
			</Show>
			<Show when={request}>
				<p class="mono">Request {request}</p>
			</Show>
			<p>
				<button class="button" type="button" onClick={again}>
					Load it again
				</button>
			</p>
		</section>
	);
}

/** Of the request that the page was rendered for, if that is what failed; the server's log has more under it. */
function requestId(): string | undefined {
	if (isServer) return pageRequest()?.id;
	return sharedConfig.context ? document.documentElement.dataset["request"] : undefined;
}
