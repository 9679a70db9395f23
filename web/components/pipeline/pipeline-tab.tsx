import { createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import type { PipelineVersion, StoredPipeline } from "#http/contract/pipelines.ts";
import type { Repository } from "#http/contract/repositories.ts";
import type { Answer } from "../../lib/api.ts";
import { pipeline } from "../../lib/data.ts";
import { Loaded } from "../../ui/page.tsx";
import { CodeView } from "./code-view.tsx";
import { Confirm } from "./confirm.tsx";
import { makeDraft } from "./draft.ts";
import { History } from "./history.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { ProblemList } from "./problem-list.tsx";
import { Start } from "./start.tsx";
import { TestAgainst } from "./test-against.tsx";
import { Footer, Toolbar } from "./toolbar.tsx";
import { TryDeliveries } from "./try-deliveries.tsx";
import "../../styles/pipeline.css";
import { useAnswer } from "../../state/answer.ts";

/** The stored pipeline of a repository: written, checked, tried, and brought back. */
export function PipelineTab(props: { repository: Repository }) {
	const answer = useAnswer(() => pipeline(props.repository.id));
	return (
		<Switch fallback={<Loaded answer={answer()}>{() => undefined}</Loaded>}>
			<Match when={known(answer())}>{(its) => <Editor repository={props.repository} first={its().first} />}</Match>
		</Switch>
	);
}

/** That nothing is stored is an answer too. */
function known(answer: Answer<StoredPipeline> | undefined): { first: StoredPipeline | undefined } | undefined {
	if (answer?.ok) return { first: answer.data };
	return answer?.status === 404 ? { first: undefined } : undefined;
}

function Editor(props: { repository: Repository; first: StoredPipeline | undefined }) {
	const draft = makeDraft(props.repository.id, props.first);
	const [begun, setBegun] = createSignal(false);
	const [theirs, setTheirs] = createSignal<PipelineVersion>();
	const open = () => draft.stored() !== undefined || begun();
	const save = async () => {
		if (draft.whyNot() !== "" || draft.busy()) return;
		const other = await draft.theirs();
		if (other) setTheirs(other);
		else await draft.save();
	};
	const onKey = (event: KeyboardEvent) => {
		if (!open() || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
		event.preventDefault();
		void save();
	};
	onMount(() => {
		addEventListener("keydown", onKey);
		onCleanup(() => removeEventListener("keydown", onKey));
	});
	return (
		<div class="stack">
			<Show
				when={open()}
				fallback={
					<Start
						onStart={(text) => {
							draft.show(text, "yaml");
							setBegun(true);
						}}
					/>
				}
			>
				<div class="split pipeline-split">
					<section class="card flush pipeline-card" aria-label="The editor">
						<Toolbar
							draft={draft}
							onSave={() => void save()}
							onDiscard={() => {
								draft.discard();
								setBegun(false);
							}}
						/>
						<CodeView draft={draft} />
						<ProblemList draft={draft} />
						<Footer draft={draft} />
					</section>
					<TestAgainst repository={props.repository} draft={draft} />
				</div>
				<TryDeliveries repository={props.repository.id} draft={draft} />
			</Show>
			<History repository={props.repository.id} draft={draft} />
			<LeaveGuard dirty={open() && draft.dirty()} />
			<Confirm
				open={theirs() !== undefined}
				title="Somebody saved meanwhile"
				yes="Save mine over it"
				danger
				onNo={() => setTheirs(undefined)}
				onYes={() => {
					setTheirs(undefined);
					void draft.save();
				}}
			>
				{theirs()?.saved_by} stored another pipeline since you opened this one. It stays in the history if you save
				yours.
			</Confirm>
		</div>
	);
}
