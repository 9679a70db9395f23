import { Title } from "@solidjs/meta";
import { useSearchParams } from "@solidjs/router";
import { createSignal, onMount, Show } from "solid-js";
import { localPath } from "#http/contract/local-path.ts";

const faults: Readonly<Record<string, string>> = {
	wrong: "That is not this server's admin token.",
	many: "Too many wrong tokens from this address. Wait a minute and try again.",
};

export default function Login() {
	const [search] = useSearchParams<{ next?: string; error?: string }>();
	const next = () => localPath(search.next);
	// A browser keeps what is behind the # to itself: the line of a log that a link leads to, say.
	const [hash, setHash] = createSignal("");
	onMount(() => setHash(location.hash));
	return (
		<main class="login">
			<Title>Log in · Oore</Title>
			<form class="card form" method="post" action="/login">
				<h1>Oore</h1>
				<input type="hidden" name="next" value={next() + hash()} />
				<Show when={faults[search.error ?? ""]}>
					{(fault) => (
						<p class="note" data-tone="bad" role="alert">
							{fault()}
						</p>
					)}
				</Show>
				<Show when={!search.error && next() !== "/"}>
					<p class="note">
						This page needs a login. It goes on to <code>{next().split("?")[0]}</code>.
					</p>
				</Show>
				<label class="field">
					<span>Admin token</span>
					<input class="input" type="password" name="token" autocomplete="current-password" required autofocus />
				</label>
				<p class="hint">
					The first start of the server wrote it into <code>oore.env</code> in its data folder, as OORE_ADMIN_TOKEN.
				</p>
				<label>
					<input type="checkbox" name="remember" value="1" /> Remember me for 30 days
				</label>
				<button class="button primary" type="submit">
					Log in
				</button>
			</form>
		</main>
	);
}
