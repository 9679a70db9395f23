import { Match, Switch } from "solid-js";
import type { Conversion, StoredPipeline } from "#http/contract/pipelines.ts";
import { TimeAgo } from "../../ui/time.tsx";
import { Decide } from "./decide.tsx";
import type { Draft } from "./draft.ts";

/** What somebody has to decide before the text goes on. */
export function Questions(props: { draft: Draft }) {
	const conflict = () => {
		const its = props.draft.question();
		return its?.kind === "conflict" ? its : undefined;
	};
	const conversion = () => {
		const its = props.draft.question();
		return its?.kind === "conversion" ? its.to : undefined;
	};
	return (
		<Switch>
			<Match when={conflict()}>{(its) => <Conflict draft={props.draft} theirs={its().theirs} />}</Match>
			<Match when={conversion()}>{(to) => <Converted draft={props.draft} to={to()} />}</Match>
		</Switch>
	);
}

/** Somebody was quicker. */
function Conflict(props: { draft: Draft; theirs: StoredPipeline | undefined }) {
	return (
		<Decide
			title="Somebody saved meanwhile"
			words={
				props.theirs ? (
					<>
						Another pipeline was stored <TimeAgo at={props.theirs.created_at} /> by {props.theirs.saved_by}. From theirs
						to yours:
					</>
				) : (
					"What was stored has been removed: the repository's own file holds. What was stored is in the history."
				)
			}
			diff={
				props.theirs && {
					before: props.theirs.config_content,
					after: props.draft.text(),
					label: "Their text, and yours",
				}
			}
			onNo={props.draft.dismiss}
		>
			<button class="button" type="button" onClick={() => props.draft.takeTheirs(props.theirs)}>
				{props.theirs ? "Take theirs" : "Leave it removed"}
			</button>
			<button class="button danger" type="button" onClick={() => void props.draft.overwrite(props.theirs)}>
				Save mine over it
			</button>
		</Decide>
	);
}

/** The text as it would be in the other language. */
function Converted(props: { draft: Draft; to: Conversion }) {
	const lost = () =>
		props.draft.editor()?.hasComments() ? "Its comments are lost, and what anchors stand for is written out. " : "";
	return (
		<Decide
			title={`Convert it to ${props.to.config_format.toUpperCase()}?`}
			words={`${lost()}The pipeline means the same afterwards, and nothing is stored until you save. Undo brings the text back.`}
			diff={{
				before: props.draft.text(),
				after: props.to.config_content,
				label: "The text, and what it would become",
			}}
			onNo={props.draft.dismiss}
		>
			<button class="button primary" type="button" onClick={() => props.draft.acceptConversion(props.to)}>
				Convert
			</button>
		</Decide>
	);
}
