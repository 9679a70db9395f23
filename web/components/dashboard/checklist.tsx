import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import { session } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { useOrigin } from "../../state/origin.ts";
import { Copy } from "../copy.tsx";

/** What is left to do before the first build, with the exact next command. */
export function Checklist(props: { repositories: readonly Repository[] }) {
	const first = () => props.repositories[0];
	const who = useAnswer(() => session());
	const needsToken = () => {
		const got = who();
		return got?.ok === true && got.data.kind === "session";
	};
	const origin = useOrigin();
	const heard = () => props.repositories.some(({ state }) => state === "active");
	return (
		<section class="card">
			<h2>{first() ? "No build yet" : "Three steps to the first build"}</h2>
			<ol class="checklist">
				<Step done={first() !== undefined} title="Add a repository">
					<p>
						On the page <A href="/repositories/new">Add a repository</A>, or on the command line:
					</p>
					<Show when={needsToken()}>
						<Copy
							label="Copy the command that lets this machine's command line in"
							text={`npx oore config init --server ${origin()} --token -`}
						/>
					</Show>
					<Copy
						label="Copy the command that adds a repository"
						text="npx oore repo add --provider git --owner me --repo app --clone-url https://git.example.com/me/app.git --webhook-secret -"
					/>
					<p class="hint">
						<Show when={needsToken()}>The first asks for the admin token. </Show>
						The webhook's secret is asked for: it has to be the same at the provider.
					</p>
				</Step>
				<Step done={heard()} title="Tell its provider where to send webhooks">
					<Show when={first()} fallback={<p>The repository's page shows the URL, and how.</p>}>
						{(its) => (
							<p>
								<A href={`/repositories/${its().id}`}>The page of {its().name}</A> shows the URL, and how.
							</p>
						)}
					</Show>
				</Step>
				<Step done={false} title="Push">
					<p>Or start a build by hand:</p>
					<Copy label="Copy the command that starts a build" text={`npx oore build trigger ${slug(first())} --watch`} />
				</Step>
			</ol>
		</section>
	);
}

function Step(props: { done: boolean; title: string; children: JSX.Element }) {
	return (
		<li data-done={props.done}>
			<div class="stack">
				<h3>
					{props.title}
					<Show when={props.done}>
						{" "}
						<span class="badge" data-tone="ok">
							✓ done
						</span>
					</Show>
				</h3>
				<Show when={!props.done}>{props.children}</Show>
			</div>
		</li>
	);
}

function slug(repository: Repository | undefined): string {
	return repository ? `${repository.owner}/${repository.repo_name}` : "me/app";
}
