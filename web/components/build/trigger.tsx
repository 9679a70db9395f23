import { useNavigate } from "@solidjs/router";
import { createSignal, For, lazy, Show, Suspense } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { send } from "../../lib/api.ts";

const Dialog = lazy(async () => ({ default: (await import("../../ui/dialog.tsx")).Dialog }));

/** Start a build by hand. */
export function Trigger(props: { repositories: () => readonly Repository[]; repository?: string }) {
	const [open, setOpen] = createSignal(false);
	const [fault, setFault] = createSignal<string>();
	const navigate = useNavigate();
	const start = async (form: HTMLFormElement) => {
		const data = new FormData(form);
		const text = (name: string) => String(data.get(name) ?? "").trim();
		const answer = await send<Build>("POST", paths.trigger(text("repository")), {
			...(text("branch") !== "" && { branch: text("branch") }),
			...(text("commit") !== "" && { commit_sha: text("commit") }),
			...(text("workflow") !== "" && { workflow_name: text("workflow") }),
		});
		if (answer.ok) navigate(`/builds/${answer.data.id}`);
		else setFault(answer.detail);
	};
	return (
		<>
			<button
				class="button primary"
				type="button"
				disabled={props.repositories().length === 0}
				onClick={() => setOpen(true)}
			>
				Start a build
			</button>
			<Show when={open()}>
				<Suspense>
					<Dialog open={open()} onOpenChange={setOpen} title="Start a build">
						<form
							class="form"
							onSubmit={(event) => {
								event.preventDefault();
								void start(event.currentTarget);
							}}
						>
							<label class="field">
								<span>Repository</span>
								<select class="input" name="repository">
									<For each={props.repositories()}>
										{({ id, name }) => (
											<option value={id} selected={id === props.repository}>
												{name}
											</option>
										)}
									</For>
								</select>
							</label>
							<label class="field">
								<span>Branch</span>
								<input class="input" name="branch" placeholder="the default branch" />
							</label>
							<label class="field">
								<span>Commit</span>
								<input class="input mono" name="commit" placeholder="the branch's tip" />
							</label>
							<label class="field">
								<span>Workflow</span>
								<input class="input" name="workflow" placeholder="the one named default, else the first" />
							</label>
							<Show when={fault()}>
								<p class="note" data-tone="bad" role="alert">
									{fault()}
								</p>
							</Show>
							<div class="actions">
								<button class="button" type="button" onClick={() => setOpen(false)}>
									Cancel
								</button>
								<button class="button primary" type="submit">
									Start
								</button>
							</div>
						</form>
					</Dialog>
				</Suspense>
			</Show>
		</>
	);
}
