import { Title } from "@solidjs/meta";
import { A, useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { Field, filledIn } from "../../components/repository-form.tsx";
import { send } from "../../lib/api.ts";

export default function NewRepository() {
	const navigate = useNavigate();
	const [fault, setFault] = createSignal<string>();
	const [provider, setProvider] = createSignal("git");
	const [busy, setBusy] = createSignal(false);
	const add = async (form: HTMLFormElement) => {
		setBusy(true);
		const answer = await send<Repository>("POST", paths.repositories(), filledIn(form));
		setBusy(false);
		if (answer.ok) navigate(`/repositories/${answer.data.id}`);
		else setFault(answer.detail);
	};
	return (
		<>
			<Title>Add a repository · Oore</Title>
			<div class="page-head">
				<div class="grow">
					<p class="crumb">
						<A href="/repositories">Repositories</A>
					</p>
					<h1>Add a repository</h1>
				</div>
			</div>
			<noscript>
				<p class="note" data-tone="warn">
					This form needs JavaScript. Without it: <code>npx oore repo add --help</code>
				</p>
			</noscript>
			<form
				class="card form"
				onSubmit={(event) => {
					event.preventDefault();
					void add(event.currentTarget);
				}}
			>
				<Field label="Provider">
					<select class="input" name="provider" onChange={(event) => setProvider(event.currentTarget.value)}>
						<option value="git">plain git (Gitea, Forgejo, a bare repository …)</option>
						<option value="github">GitHub</option>
						<option value="gitlab">GitLab</option>
					</select>
				</Field>
				<Field label="Owner" hint="User, organisation or group">
					<input class="input" name="owner" required maxLength={255} />
				</Field>
				<Field label="Repository">
					<input class="input" name="repo_name" required maxLength={255} />
				</Field>
				<Field
					label="Clone URL"
					hint={provider() === "git" ? "https://… or ssh://…" : `Only where it is not on ${provider()}.com`}
				>
					<input class="input mono" name="clone_url" required={provider() === "git"} />
				</Field>
				<Field label="Default branch">
					<input class="input" name="default_branch" placeholder="main" />
				</Field>
				<Field
					label="Webhook secret"
					hint="The same as at the provider: with it every delivery proves where it comes from. Without one none is accepted."
				>
					<input class="input" type="password" name="webhook_secret" autocomplete="new-password" />
				</Field>
				<Show when={fault()}>
					<p class="note" data-tone="bad" role="alert">
						{fault()}
					</p>
				</Show>
				<div class="actions">
					<A class="button" href="/repositories">
						Cancel
					</A>
					<button class="button primary" type="submit" disabled={busy()}>
						Add it
					</button>
				</div>
			</form>
		</>
	);
}
