import { createMemo, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import type { StoredPipeline } from "#http/contract/pipelines.ts";
import type { Repository } from "#http/contract/repositories.ts";
import type { Answer } from "../../lib/api.ts";
import { pipeline } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { Loaded } from "../../ui/page.tsx";
import { CodeView } from "./code-view.tsx";
import { makeDraft } from "./draft.ts";
import { History } from "./history.tsx";
import { keepDraft } from "./keep-draft.ts";
import { KeptOffer } from "./kept-offer.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { ProblemList } from "./problem-list.tsx";
import { Questions } from "./questions.tsx";
import { Start } from "./start.tsx";
import { TestAgainst } from "./test-against.tsx";
import { Footer, Toolbar } from "./toolbar.tsx";
import { TryDeliveries } from "./try-deliveries.tsx";

/** The stored pipeline of a repository: written, checked, tried, and brought back. */
export function PipelineTab(props: { repository: Repository }) {
	return (
		<Show when={props.repository.id} keyed>
			{(id) => <OfRepository id={id} repository={props.repository} />}
		</Show>
	);
}

function OfRepository(props: { id: string; repository: Repository }) {
	const answer = useAnswer(() => pipeline(props.id));
	// Once it is there, the editor stays, whatever a later answer says.
	const its = createMemo<Known | undefined>((before) => before ?? known(answer()));
	return (
		<Switch fallback={<Loaded answer={answer()}>{() => undefined}</Loaded>}>
			<Match when={its()}>{(found) => <Editor repository={props.repository} first={found().first} />}</Match>
		</Switch>
	);
}

interface Known {
	readonly first: StoredPipeline | undefined;
}

/** That nothing is stored is an answer too. */
function known(answer: Answer<StoredPipeline> | undefined): Known | undefined {
	if (answer?.ok) return { first: answer.data };
	return answer?.status === 404 ? { first: undefined } : undefined;
}

function Editor(props: { repository: Repository; first: StoredPipeline | undefined }) {
	const draft = makeDraft(props.repository.id, props.first);
	const keeper = keepDraft(props.repository.id, draft);
	const onKey = (event: KeyboardEvent) => {
		if (!draft.begun() || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
		event.preventDefault();
		void draft.save();
	};
	onMount(() => {
		addEventListener("keydown", onKey);
		onCleanup(() => removeEventListener("keydown", onKey));
	});
	return (
		<div class="stack">
			<KeptOffer kept={keeper.offered()} onGoOn={keeper.goOn} onDrop={keeper.drop} />
			<Show when={draft.begun()} fallback={<Start repository={props.repository.id} draft={draft} />}>
				<div class="split pipeline-split">
					<section class="card flush pipeline-card" aria-label="The editor">
						<Toolbar draft={draft} />
						<CodeView draft={draft} />
						<ProblemList draft={draft} />
						<Footer draft={draft} />
					</section>
					<TestAgainst repository={props.repository} draft={draft} />
				</div>
				<TryDeliveries repository={props.repository.id} draft={draft} />
			</Show>
			<History repository={props.repository.id} draft={draft} />
			<LeaveGuard dirty={draft.begun() && draft.dirty()} kept={keeper.kept()} onLeave={keeper.forget} />
			<Questions draft={draft} />
		</div>
	);
}
