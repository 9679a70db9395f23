import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { send } from "../../lib/api.ts";
import { repositories } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { say, sayRefusal } from "../../state/toasts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Trigger } from "./trigger.tsx";

/** What can be done with a build now. */
export function BuildActions(props: { build: Build }) {
	const navigate = useNavigate();
	const [sure, setSure] = createSignal(false);
	const [busy, setBusy] = createSignal(false);
	const known = useAnswer(() => repositories());
	const all = () => {
		const got = known();
		return got?.ok ? got.data : [];
	};
	const act = async (path: string, done: (build: Build) => void) => {
		setBusy(true);
		const answer = await send<Build>("POST", path, {});
		setBusy(false);
		if (answer.ok) done(answer.data);
		else sayRefusal(answer, () => void act(path, done));
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
				<Show when={props.build.status === "failure" && props.build.can.rerun === true}>
					<button
						class="button"
						type="button"
						disabled={busy()}
						title="Go on at the step that failed, in a copy of the workspace"
						onClick={() => void act(paths.rerun(props.build.id), open)}
					>
						Run the failed part
					</button>
				</Show>
			</Show>
			<span class="joined">
				<button
					class="button"
					type="button"
					disabled={busy()}
					onClick={() => void act(paths.retrigger(props.build.id), open)}
				>
					Run again
				</button>
				<Trigger repositories={all} repository={props.build.repository_id} like={props.build} />
			</span>
			<a class="button" href={`/inspector/builds/${props.build.id}`}>
				Inspect
			</a>
			<Confirm
				open={sure()}
				title="Cancel this build?"
				yes="Cancel the build"
				no="Let it run"
				danger
				onNo={() => setSure(false)}
				onYes={() => {
					setSure(false);
					void act(paths.cancel(props.build.id), () => say("The build is being cancelled."));
				}}
			>
				Its running step is told to end, and killed if it does not. What was kept stays.
			</Confirm>
		</div>
	);
}
