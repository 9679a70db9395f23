import { MetaProvider, Title } from "@solidjs/meta";
import { A, useLocation } from "@solidjs/router";
import { createEffect, createSignal, ErrorBoundary, type JSX, on, onMount, Show, Suspense } from "solid-js";
import { health, session } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { useHealth } from "../../state/health.ts";
import { connection, keepFresh, startLive } from "../../state/live.ts";
import { Toasts } from "../../ui/toasts.tsx";
import { Demo } from "./demo.tsx";
import { Failed } from "./failed.tsx";
import { Kiosk } from "./kiosk.tsx";
import { places } from "./places.ts";
import { Shortcuts } from "./shortcuts.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { TimeSwitch } from "./time-switch.tsx";

/** What is around every page; the login has nothing around it. */
export function Shell(props: { children: JSX.Element }) {
	const location = useLocation();
	const isKiosk = () => location.pathname === "/" && new URLSearchParams(location.search).has("kiosk");
	return (
		<MetaProvider>
			<Title>Oore</Title>
			<Show when={location.pathname !== "/login"} fallback={props.children}>
				<Show when={!isKiosk()}>
					<a class="skip" href="#main">
						To the content
					</a>
				</Show>
				<div class="shell" classList={{ kiosk: isKiosk() }}>
					<Show when={isKiosk()} fallback={<Side path={location.pathname} />}>
						<Kiosk />
					</Show>
					<main class="main" id="main" tabindex="-1">
						<noscript>
							<p class="note">
								Without JavaScript this dashboard can be read; what changes something needs it, or npx oore.
							</p>
						</noscript>
						<Connection />
						<ErrorBoundary fallback={(error) => <Failed error={error} />}>{props.children}</ErrorBoundary>
					</main>
				</div>
				<Toasts />
			</Show>
		</MetaProvider>
	);
}

function Side(props: { path: string }) {
	const [open, setOpen] = createSignal(false);
	// On a phone the menu covers the page: who has chosen wants to see it.
	createEffect(
		on(
			() => props.path,
			() => setOpen(false),
			{ defer: true },
		),
	);
	const isHere = (href: string) => (href === "/" ? props.path === "/" : props.path.startsWith(href));
	return (
		<header class="side">
			<A class="brand" href="/">
				<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
					<rect x="1" y="1" width="20" height="20" rx="6" fill="var(--accent)" />
					<path d="M6 11.5l3.2 3.2L16 8" stroke="var(--accent-text)" stroke-width="2.4" fill="none" />
				</svg>
				Oore
			</A>
			<Suspense>
				<Demo />
			</Suspense>
			<input
				id="menu"
				class="visually-hidden"
				type="checkbox"
				aria-label="Show the menu"
				checked={open()}
				onChange={(event) => setOpen(event.currentTarget.checked)}
			/>
			<label class="button small menu-toggle" for="menu">
				Menu
			</label>
			<nav class="nav" aria-label="Pages">
				{places.map(({ href, name, sign }) => (
					<A href={href} end={href === "/"} aria-current={isHere(href) ? "page" : undefined}>
						<span aria-hidden="true">{sign}</span>
						{name}
					</A>
				))}
			</nav>
			<footer>
				<Shortcuts />
				<Suspense>
					<Server />
				</Suspense>
				<ThemeSwitch />
				<TimeSwitch />
				<Suspense>
					<Leave />
				</Suspense>
			</footer>
		</header>
	);
}

function Server() {
	const its = useHealth();
	keepFresh(
		() => [health.key],
		({ kind }) => kind === "queue",
	);
	return (
		<Show when={its()}>
			{(found) => (
				<span title={found().reason ?? undefined}>
					Oore {found().version} · {found().workers.active} of {found().workers.max} slots
				</span>
			)}
		</Show>
	);
}

function Leave() {
	const answer = useAnswer(() => session());
	const isSession = () => {
		const got = answer();
		return got?.ok === true && got.data.kind === "session";
	};
	return (
		<Show when={isSession()}>
			<form method="post" action="/logout">
				<button class="button small quiet" type="submit">
					Log out
				</button>
				<button class="button small quiet" type="submit" name="everywhere" value="1">
					Log out everywhere
				</button>
			</form>
		</Show>
	);
}

function Connection() {
	onMount(startLive);
	return (
		<div aria-live="polite">
			<Show when={connection() === "offline"}>
				<p class="note" data-tone="warn" style={{ "margin-bottom": "14px" }}>
					No connection to the server. The page goes on by itself once it answers.
				</p>
			</Show>
		</div>
	);
}
