import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, For, Suspense } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import type { Branch, Repository } from "#http/contract/repositories.ts";
import { type Answer, send } from "../../lib/api.ts";
import { branches } from "../../lib/data.ts";
import { type Faults, faultsOf } from "../../lib/faults.ts";
import { inputsOf, inputsText } from "../../lib/inputs-text.ts";
import { useAnswer } from "../../state/answer.ts";
import { type Control, Field } from "../../ui/field.tsx";
import { Form, filledIn, namesOf } from "../../ui/form.tsx";

const nothing: Answer<Branch[]> = { ok: true, data: [] };

/** What to build: a repository that is not paused, and what else differs from its defaults. */
export function TriggerForm(props: {
	repositories: readonly Repository[];
	repository: string | undefined;
	/** The build that it is to be like, where nothing is changed. */
	like: Build | undefined;
	onClose: () => void;
}) {
	const navigate = useNavigate();
	const [chosen, setChosen] = createSignal(props.repository ?? firstOf(props.repositories));
	const known = useAnswer(async () => (chosen() === "" ? nothing : branches(chosen())), "branch");
	const rows = () => {
		const got = known();
		return got?.ok ? got.data : [];
	};
	const start = async (form: HTMLFormElement): Promise<Faults | undefined> => {
		const { repository = "", inputs: text = "", ...order } = filledIn(form);
		const inputs = inputsOf(text);
		if ("refused" in inputs) return { fields: { inputs: inputs.refused }, rest: undefined };
		const answer = await send<Build>("POST", paths.trigger(repository), { ...order, inputs: inputs.values });
		if (!answer.ok) return faultsOf(answer, namesOf(form));
		navigate(`/builds/${answer.data.id}`);
		return undefined;
	};
	return (
		<Form
			submit="Start"
			submitting="Starting …"
			without="On the command line: npx oore build trigger --help"
			beside={
				<button class="button" type="button" onClick={() => props.onClose()}>
					Cancel
				</button>
			}
			onSend={start}
		>
			{(faults) => (
				<>
					<Field name="repository" label="Repository" fault={faults().fields["repository"]}>
						{(control) => (
							<Choice control={control} repositories={props.repositories} chosen={chosen()} onChoose={setChosen} />
						)}
					</Field>
					<Field name="branch" label="Branch" fault={faults().fields["branch"]}>
						{(control) => (
							<>
								<input
									{...control}
									class="input"
									list={`${control.id}-known`}
									value={props.like?.branch ?? ""}
									placeholder={props.repositories.find(({ id }) => id === chosen())?.default_branch}
									autocomplete="off"
								/>
								<Known id={`${control.id}-known`} words={rows().map(({ branch }) => branch)} />
							</>
						)}
					</Field>
					<Field name="commit_sha" label="Commit" fault={faults().fields["commit_sha"]}>
						{(control) => (
							<input
								{...control}
								class="input mono"
								value={props.like?.commit_sha ?? ""}
								placeholder="the branch's newest"
								autocomplete="off"
							/>
						)}
					</Field>
					<Field name="workflow_name" label="Workflow" fault={faults().fields["workflow_name"]}>
						{(control) => (
							<>
								<input
									{...control}
									class="input"
									list={`${control.id}-known`}
									value={props.like?.workflow_name ?? ""}
									placeholder="the one named default, else the first"
									autocomplete="off"
								/>
								<Known id={`${control.id}-known`} words={rows().map(({ workflow_name: name }) => name)} />
							</>
						)}
					</Field>
					<Field
						name="inputs"
						label="Inputs"
						hint="For a workflow that asks for some: name=value, one a line."
						fault={faults().fields["inputs"]}
					>
						{(control) => (
							<textarea {...control} class="input mono" rows="2" spellcheck={false}>
								{inputsText(props.like?.inputs ?? {})}
							</textarea>
						)}
					</Field>
				</>
			)}
		</Form>
	);
}

/** The one that was chosen stays chosen, whatever happens to the others meanwhile. */
function Choice(props: {
	control: Control;
	repositories: readonly Repository[];
	chosen: string;
	onChoose: (id: string) => void;
}) {
	let select!: HTMLSelectElement;
	// The browser chooses by itself where options come, go or move.
	createEffect(() => {
		const isThere = props.repositories.some(({ id }) => id === props.chosen);
		select.value = isThere ? props.chosen : "";
	});
	return (
		<select
			{...props.control}
			ref={select}
			class="input"
			required
			onChange={(event) => props.onChoose(event.currentTarget.value)}
		>
			<option value="">choose one …</option>
			<For each={props.repositories}>
				{(its) => (
					<option value={its.id} disabled={its.state === "inactive"}>
						{its.name}
						{its.state === "inactive" ? " (paused: no build starts)" : ""}
					</option>
				)}
			</For>
		</select>
	);
}

/** What may be typed, offered while typing; nothing waits for it. */
function Known(props: { id: string; words: readonly string[] }) {
	return (
		<Suspense>
			<datalist id={props.id}>
				<For each={[...new Set(props.words)]}>{(word) => <option value={word} />}</For>
			</datalist>
		</Suspense>
	);
}

function firstOf(repositories: readonly Repository[]): string {
	return repositories.find(({ state }) => state !== "inactive")?.id ?? "";
}
