import { Title } from "@solidjs/meta";
import { useLocation } from "@solidjs/router";
import { HttpStatusCode } from "@solidjs/start";
import { type Accessor, type JSX, Match, Show, Switch } from "solid-js";
import type { Answer, Refused } from "../lib/api.ts";

/** What a page is about once it is there; else what the server said instead, with its status. */
export function Loaded<T>(props: { answer: Answer<T> | undefined; children: (data: Accessor<T>) => JSX.Element }) {
	const data = () => (props.answer?.ok ? props.answer.data : undefined);
	const refused = () => (props.answer && !props.answer.ok ? props.answer : undefined);
	return (
		<Switch fallback={<p class="dim">Loading …</p>}>
			<Match when={refused()}>{(problem) => <ProblemPage problem={problem()} />}</Match>
			<Match when={data() !== undefined}>{props.children(data as Accessor<T>)}</Match>
		</Switch>
	);
}

function ProblemPage(props: { problem: Refused }) {
	const here = useLocation();
	const words = () => titles[props.problem.status] ?? "The server could not answer";
	return (
		<section class="card empty">
			<Title>{`${words()} · Oore`}</Title>
			<Show when={props.problem.status >= 400}>
				<HttpStatusCode code={props.problem.status} />
			</Show>
			<h1>{words()}</h1>
			<p>{props.problem.detail}</p>
			<Show when={props.problem.requestId}>
				<p class="mono">Request {props.problem.requestId}</p>
			</Show>
			<p class="actions">
				<Show when={mayPass(props.problem.status)}>
					<button class="button" type="button" onClick={() => location.reload()}>
						Try again
					</button>
				</Show>
				<Show when={listOf(here.pathname)}>
					{(list) => (
						<a class="button" href={list()}>
							All {list().slice(1)}
						</a>
					)}
				</Show>
				<a class="button" href="/">
					To the dashboard
				</a>
			</p>
		</section>
	);
}

const titles: Readonly<Record<number, string>> = {
	0: "The server does not answer",
	400: "This address asks for what cannot be",
	403: "This is not allowed",
	404: "There is nothing here",
	410: "It is gone",
	429: "Too much was asked at once",
	500: "The server failed at this page",
	503: "The server cannot answer now",
};

/** The list that a page's path belongs to. */
function listOf(path: string): string | undefined {
	return /^(\/(?:builds|repositories|webhooks))\/./.exec(path)?.[1];
}

/** Whether the same may be answered a little later. */
function mayPass(status: number): boolean {
	return status === 0 || status === 429 || status >= 500;
}

export function Empty(props: { title: string; children?: JSX.Element }) {
	return (
		<div class="empty">
			<h2>{props.title}</h2>
			{props.children}
		</div>
	);
}
