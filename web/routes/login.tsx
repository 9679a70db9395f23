import { Title } from "@solidjs/meta";
import { useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";

const faults: Readonly<Record<string, string>> = {
	wrong: "That is not this server's admin token.",
	many: "Too many wrong tokens from this address. Wait a minute and try again.",
};

export default function Login() {
	const [search] = useSearchParams<{ next?: string; error?: string }>();
	return (
		<main class="login">
			<Title>Log in · Oore</Title>
			<form class="card form" method="post" action="/login">
				<h1>Oore</h1>
				<input type="hidden" name="next" value={search.next ?? "/"} />
				<Show when={faults[search.error ?? ""]}>
					{(fault) => (
						<p class="note" data-tone="bad" role="alert">
							{fault()}
						</p>
					)}
				</Show>
				<Show when={!search.error && search.next && search.next !== "/"}>
					<p class="note">
						This page needs a login. It goes on to <code>{search.next?.split("?")[0]}</code>.
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
