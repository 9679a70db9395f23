import { useNavigate } from "@solidjs/router";
import { createEffect, createSignal, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { send } from "../../lib/api.ts";
import { type Faults, faultsOf } from "../../lib/faults.ts";
import { say, sayRefusal } from "../../state/toasts.ts";
import { Field } from "../../ui/field.tsx";
import { Form, filledIn, namesOf } from "../../ui/form.tsx";
import { Removal } from "./removal.tsx";

/** How it is called, where it is, whether it is paused, and the end of it. */
export function Settings(props: { repository: Repository }) {
	return (
		<div class="stack">
			<Fields repository={props.repository} />
			<Pause repository={props.repository} />
			<Remove repository={props.repository} />
		</div>
	);
}

type Shown = Pick<Repository, "name" | "default_branch">;

function Fields(props: { repository: Repository }) {
	const [typed, setTyped] = createSignal(false);
	const shownNow = (): Shown => ({ name: props.repository.name, default_branch: props.repository.default_branch });
	const [shown, setShown] = createSignal(shownNow());
	const [round, setRound] = createSignal(0);
	const isOld = () =>
		shown().name !== props.repository.name || shown().default_branch !== props.repository.default_branch;
	const take = () => {
		setShown(shownNow());
		setTyped(false);
		setRound((n) => n + 1);
	};
	// What somebody else saves does not take away what is being typed here.
	createEffect(() => {
		if (isOld() && !typed()) take();
	});
	const save = async (form: HTMLFormElement): Promise<Faults | undefined> => {
		const answer = await send<Repository>("PUT", paths.repository(props.repository.id), filledIn(form));
		if (!answer.ok) return faultsOf(answer, namesOf(form));
		setTyped(false);
		setShown({ name: answer.data.name, default_branch: answer.data.default_branch });
		setRound((n) => n + 1);
		say("Saved.");
		return undefined;
	};
	return (
		<Show when={round() + 1} keyed>
			<Form
				class="card"
				submit="Save"
				submitting="Saving …"
				without={`The API takes the same: PUT ${paths.repository(props.repository.id)}`}
				onInput={() => setTyped(true)}
				onSend={save}
			>
				{(faults) => (
					<>
						<Show when={isOld() && typed()}>
							<p class="note" data-tone="warn" role="status">
								It was changed elsewhere meanwhile: {props.repository.name}, {props.repository.default_branch}.{" "}
								<button class="button small" type="button" onClick={take}>
									Show that instead
								</button>
							</p>
						</Show>
						<Field name="name" label="Name" fault={faults().fields["name"]}>
							{(control) => <input {...control} class="input" required maxLength={255} value={shown().name} />}
						</Field>
						<Field name="default_branch" label="Default branch" fault={faults().fields["default_branch"]}>
							{(control) => (
								<input {...control} class="input" required maxLength={255} value={shown().default_branch} />
							)}
						</Field>
						<Field
							name="clone_url"
							label="New clone URL"
							hint="The one it has is shown without its password: fill this in only to change it."
							fault={faults().fields["clone_url"]}
						>
							{(control) => <input {...control} class="input mono" placeholder={props.repository.clone_url} />}
						</Field>
						<Field
							name="webhook_secret"
							label={props.repository.has_webhook_secret ? "New webhook secret" : "Webhook secret"}
							hint={
								props.repository.has_webhook_secret
									? "One is set. Fill this in only to change it, and change it at the provider, too."
									: "None is set, so that every delivery is refused. Set the same here and at the provider."
							}
							fault={faults().fields["webhook_secret"]}
						>
							{(control) => <input {...control} class="input" type="password" autocomplete="new-password" />}
						</Field>
					</>
				)}
			</Form>
		</Show>
	);
}

function Pause(props: { repository: Repository }) {
	const [busy, setBusy] = createSignal(false);
	const turn = async () => {
		const isActive = !props.repository.is_active;
		setBusy(true);
		const answer = await send<Repository>("PUT", paths.repository(props.repository.id), { is_active: isActive });
		setBusy(false);
		if (answer.ok) say(isActive ? `${answer.data.name} goes on.` : `${answer.data.name} is paused.`);
		else sayRefusal(answer, () => void turn());
	};
	return (
		<section class="card form">
			<h2>{props.repository.is_active ? "Pause it" : "It is paused"}</h2>
			<p class="dim">While it is paused no build starts: deliveries are kept and ignored. What runs goes on.</p>
			<div class="actions">
				<button class="button" type="button" disabled={busy()} onClick={() => void turn()}>
					{props.repository.is_active ? "Pause" : "Go on"}
				</button>
			</div>
		</section>
	);
}

function Remove(props: { repository: Repository }) {
	const navigate = useNavigate();
	const [sure, setSure] = createSignal(false);
	return (
		<section class="card form">
			<h2>Remove it</h2>
			<p class="dim">Its builds, logs and artifacts stay until retention removes them.</p>
			<div class="actions">
				<button class="button danger" type="button" onClick={() => setSure(true)}>
					Remove
				</button>
			</div>
			<Removal
				repository={sure() ? props.repository : undefined}
				onKept={() => setSure(false)}
				onRemoved={() => navigate("/repositories")}
			/>
		</section>
	);
}
