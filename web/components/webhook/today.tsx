import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Decision } from "#http/contract/pipelines.ts";
import type { WebhookEventDetail } from "#http/contract/webhooks.ts";
import { send } from "../../lib/api.ts";
import { repositories } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { sayRefusal } from "../../state/toasts.ts";
import { Verdicts } from "./verdicts.tsx";

/** Judge the delivery by the pipeline of today: first without doing anything, then for real. */
export function Today(props: { event: WebhookEventDetail }) {
	const navigate = useNavigate();
	const [decision, setDecision] = createSignal<Decision>();
	const [busy, setBusy] = createSignal<"looking" | "starting">();
	const judge = async (forReal: boolean): Promise<void> => {
		if (busy()) return;
		setBusy(forReal ? "starting" : "looking");
		const answer = await send<Decision>("POST", paths.webhookReplay(props.event.id), { for_real: forReal });
		setBusy(undefined);
		if (!answer.ok) return sayRefusal(answer, () => void judge(forReal));
		setDecision(answer.data);
		const [started] = answer.data.started;
		if (started !== undefined) navigate(`/builds/${started}`);
	};
	const known = useAnswer(() => repositories());
	const isPaused = () => {
		const got = known();
		return got?.ok === true && got.data.find(({ id }) => id === props.event.repository_id)?.state === "inactive";
	};
	const isPossible = () => props.event.payload !== null;
	return (
		<section class="card flush">
			<h2 class="with-action">
				<span class="grow">
					What would it start today?
					<Show when={decision()}>{(its) => <span class="dim"> {its().result}</span>}</Show>
				</span>
				<button
					class="button small"
					type="button"
					aria-disabled={busy() !== undefined}
					disabled={!isPossible()}
					onClick={() => void judge(false)}
				>
					{busy() === "looking" ? "Looking …" : "Look"}
				</button>
				<Show when={!isPaused() && decision()?.verdicts.some(({ starts }) => starts)}>
					<button
						class="button small"
						type="button"
						aria-disabled={busy() !== undefined}
						onClick={() => void judge(true)}
					>
						{busy() === "starting" ? "Starting …" : "Start it for real"}
					</button>
				</Show>
			</h2>
			<Show when={isPaused()}>
				<p class="row dim">Its repository is paused: whatever is said here, nothing is started.</p>
			</Show>
			<Show
				when={decision()}
				fallback={
					<p class="row dim">
						{isPossible()
							? "It is judged anew by the pipeline as it is now; nothing is started by looking."
							: "Retention removed the payload: it cannot be judged again."}
					</p>
				}
			>
				{(its) => <Verdicts verdicts={its().verdicts} />}
			</Show>
		</section>
	);
}
