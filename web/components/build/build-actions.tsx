import { useNavigate } from "@solidjs/router";
import { createSignal, lazy, Show, Suspense } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { send } from "../../lib/api.ts";
import { say } from "../../state/toasts.ts";

const Dialog = lazy(async () => ({ default: (await import("../../ui/dialog.tsx")).Dialog }));

/** What can be done with a build now; what cannot says why on hover. */
export function BuildActions(props: { build: Build }) {
	const navigate = useNavigate();
	const [sure, setSure] = createSignal(false);
	const [busy, setBusy] = createSignal(false);
	const whyNot = (can: true | string) => (can === true ? undefined : can);
	const act = async (path: string, done: (build: Build) => void) => {
		setBusy(true);
		const answer = await send<Build>("POST", path, {});
		setBusy(false);
		if (answer.ok) done(answer.data);
		else say(answer.detail, "bad");
	};
	const open = (build: Build) => navigate(`/builds/${build.id}`);
	const isOver = () => props.build.finished_at !== null;
	return (
		<div class="actions">
			<Show
				when={isOver()}
				fallback={
					<button class="button danger" type="button" disabled={busy()} onClick={() => setSure(true)}>
						Cancel
					</button>
				}
			>
				<Show when={props.build.status === "failure"}>
					<button
						class="button"
						type="button"
						disabled={busy() || props.build.can.rerun !== true}
						title={whyNot(props.build.can.rerun) ?? "Go on at the step that failed, in a copy of the workspace"}
						onClick={() => void act(paths.rerun(props.build.id), open)}
					>
						Run the failed part
					</button>
				</Show>
			</Show>
			<button
				class="button"
				type="button"
				disabled={busy()}
				onClick={() => void act(paths.retrigger(props.build.id), open)}
			>
				Run again
			</button>
			<a class="button" href={`/inspector/builds/${props.build.id}`}>
				Inspect
			</a>
			<Show when={sure()}>
				<Suspense>
					<Dialog open={sure()} onOpenChange={setSure} title="Cancel this build?">
						<p>Its running step is told to end, and killed if it does not. What was kept stays.</p>
						<div class="actions">
							<button class="button" type="button" onClick={() => setSure(false)}>
								Let it run
							</button>
							<button
								class="button danger"
								type="button"
								onClick={() => {
									setSure(false);
									void act(paths.cancel(props.build.id), () => say("The build is being cancelled."));
								}}
							>
								Cancel the build
							</button>
						</div>
					</Dialog>
				</Suspense>
			</Show>
		</div>
	);
}
