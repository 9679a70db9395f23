import { For, Match, Show, Switch } from "solid-js";
import type { Validation } from "#http/contract/pipelines.ts";
import { count } from "../../lib/words.ts";
import type { Checked } from "./checked.ts";
import type { Draft } from "./draft.ts";

type Problem = Validation["errors"][number];
type Kind = "error" | "warning";
const marks = { error: "✗", warning: "!" } as const;

/** What the server says of the text, each with its place to go to. */
export function ProblemList(props: { draft: Draft }) {
	const said = () => {
		const checked = props.draft.checked();
		return checked.kind === "said" ? checked.validation : undefined;
	};
	const rows = (): readonly (readonly [Kind, Problem])[] => [
		...(said()?.errors ?? []).map((problem) => ["error", problem] as const),
		...(said()?.warnings ?? []).map((problem) => ["warning", problem] as const),
	];
	return (
		<div class="problems">
			<p class="problems-head" role="status">
				<Summary checked={props.draft.checked()} />
			</p>
			<Show when={rows().length > 0}>
				<ul class="rows">
					<For each={rows()}>
						{([kind, problem]) => (
							<li>
								<button
									class="row problem-row"
									type="button"
									data-kind={kind}
									onClick={() => props.draft.editor()?.goTo(problem.line, problem.column)}
								>
									<span class="badge" data-tone={kind === "error" ? "bad" : "warn"}>
										<span aria-hidden="true">{marks[kind]}</span> {kind}
									</span>
									<code class="dim">
										{problem.line}:{problem.column}
									</code>
									<span class="problem-text">
										{problem.message}
										<Show when={problem.path}>
											<code class="dim problem-path">{problem.path}</code>
										</Show>
									</span>
								</button>
							</li>
						)}
					</For>
				</ul>
			</Show>
		</div>
	);
}

function Summary(props: { checked: Checked }) {
	const said = () => (props.checked.kind === "said" ? props.checked.validation : undefined);
	return (
		<Switch fallback={<span class="dim">Checking …</span>}>
			<Match when={props.checked.kind === "silent" ? props.checked.why : undefined}>
				{(why) => <span class="dim">It could not be checked: {why()}</span>}
			</Match>
			<Match when={said()}>
				{(its) => (
					<Show when={its().valid} fallback={<span class="bad-text">{sum(its())}: it cannot be used so.</span>}>
						<span class="ok-text">
							✓ It can be used: {count(its().workflows.length, "workflow")}
							{its().warnings.length > 0 ? `, ${count(its().warnings.length, "warning")}` : ""}
						</span>
					</Show>
				)}
			</Match>
		</Switch>
	);
}

function sum({ errors, warnings }: Validation): string {
	const both = [count(errors.length, "error")];
	if (warnings.length > 0) both.push(count(warnings.length, "warning"));
	return both.join(", ");
}
