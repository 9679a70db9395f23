import { Title } from "@solidjs/meta";
import { A, useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { send } from "../../lib/api.ts";
import { type Faults, faultsOf } from "../../lib/faults.ts";
import { say } from "../../state/toasts.ts";
import { Field } from "../../ui/field.tsx";
import { Form, filledIn, namesOf } from "../../ui/form.tsx";

export default function NewRepository() {
	const navigate = useNavigate();
	const [provider, setProvider] = createSignal("git");
	const add = async (form: HTMLFormElement): Promise<Faults | undefined> => {
		const answer = await send<Repository>("POST", paths.repositories(), filledIn(form));
		if (!answer.ok) return faultsOf(answer, namesOf(form));
		say(`${answer.data.name} was added.`);
		navigate(`/repositories/${answer.data.id}`);
		return undefined;
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
			<Form
				class="card"
				submit="Add it"
				submitting="Adding it …"
				beside={
					<A class="button" href="/repositories">
						Cancel
					</A>
				}
				without="On the command line: npx oore repo add --help"
				onSend={add}
			>
				{(faults) => (
					<>
						<Field name="provider" label="Provider" fault={faults().fields["provider"]}>
							{(control) => (
								<select {...control} class="input" onChange={(event) => setProvider(event.currentTarget.value)}>
									<option value="git">plain git (Gitea, Forgejo, a bare repository …)</option>
									<option value="github">GitHub</option>
									<option value="gitlab">GitLab</option>
								</select>
							)}
						</Field>
						<Field name="owner" label="Owner" hint="User, organisation or group" fault={faults().fields["owner"]}>
							{(control) => <input {...control} class="input" required maxLength={255} />}
						</Field>
						<Field name="repo_name" label="Repository" fault={faults().fields["repo_name"]}>
							{(control) => <input {...control} class="input" required maxLength={255} />}
						</Field>
						<Field
							name="clone_url"
							label="Clone URL"
							hint={provider() === "git" ? "https://… or ssh://…" : `Only where it is not on ${provider()}.com`}
							fault={faults().fields["clone_url"]}
						>
							{(control) => <input {...control} class="input mono" required={provider() === "git"} />}
						</Field>
						<Field name="default_branch" label="Default branch" fault={faults().fields["default_branch"]}>
							{(control) => <input {...control} class="input" placeholder="main" />}
						</Field>
						<Field
							name="webhook_secret"
							label="Webhook secret"
							hint="The same as at the provider: by it every delivery proves where it comes from. Without one none is accepted."
							fault={faults().fields["webhook_secret"]}
						>
							{(control) => <input {...control} class="input" type="password" autocomplete="new-password" />}
						</Field>
					</>
				)}
			</Form>
		</>
	);
}
