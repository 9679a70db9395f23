import { createSignal, lazy, Match, Show, Suspense, Switch } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { TriggerForm } from "./trigger-form.tsx";

const Dialog = lazy(async () => ({ default: (await import("../../ui/dialog.tsx")).Dialog }));

/**
 * Start a build by hand, of one repository or of one that is chosen, or one like another with something changed. Where
 * none can be started it says why.
 */
export function Trigger(props: { repositories: () => readonly Repository[]; repository?: string; like?: Build }) {
	const [open, setOpen] = createSignal(false);
	const own = () => props.repositories().find(({ id }) => id === props.repository);
	const title = () => (props.like ? "Run again with changes" : "Start a build");
	return (
		<>
			<button
				class="button"
				classList={{ primary: props.like === undefined }}
				type="button"
				aria-label={title()}
				title={title()}
				onClick={() => setOpen(true)}
			>
				{props.like ? "…" : title()}
			</button>
			<Show when={open()}>
				<Suspense>
					<Dialog open={open()} onOpenChange={setOpen} title={title()}>
						<Switch
							fallback={
								<TriggerForm
									repositories={props.repositories()}
									repository={props.repository}
									like={props.like}
									onClose={() => setOpen(false)}
								/>
							}
						>
							<Match when={props.repositories().length === 0}>
								<p>
									There is no repository that one could be of. <a href="/repositories/new">Add a repository</a> first.
								</p>
							</Match>
							<Match when={own()?.state === "inactive"}>
								<p>
									{own()?.name} is paused: no build of it starts.{" "}
									<a href={`/repositories/${props.repository}?tab=settings`}>Let it go on</a> first.
								</p>
							</Match>
						</Switch>
					</Dialog>
				</Suspense>
			</Show>
		</>
	);
}
