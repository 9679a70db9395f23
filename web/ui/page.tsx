import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";
import { type Accessor, createMemo, type JSX, Match, Show, Switch } from "solid-js";
import type { Answer, Refused } from "../lib/api.ts";

/** What a page is about once it is there; else what the server said instead, with its status. */
export function Loaded<T>(props: { answer: Answer<T> | undefined; children: (data: Accessor<T>) => JSX.Element }) {
	// A server that is away for a moment takes nothing off the screen.
	const answer = createMemo<Answer<T> | undefined>((before) => {
		const now = props.answer;
		const isAway = now && !now.ok && (now.status === 0 || now.status === 503);
		return isAway && before?.ok ? before : now;
	});
	const data = () => {
		const got = answer();
		return got?.ok ? got.data : undefined;
	};
	const refused = () => {
		const got = answer();
		return got && !got.ok ? got : undefined;
	};
	return (
		<Switch fallback={<p class="dim">Loading …</p>}>
			<Match when={refused()}>{(problem) => <ProblemPage problem={problem()} />}</Match>
			<Match when={data() !== undefined}>{props.children(data as Accessor<T>)}</Match>
		</Switch>
	);
}

function ProblemPage(props: { problem: Refused }) {
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
				<button class="button" type="button" onClick={() => location.reload()}>
					Try again
				</button>
				<a class="button" href="/">
					To the dashboard
				</a>
			</p>
		</section>
	);
}

const titles: Readonly<Record<number, string>> = {
	0: "The server does not answer",
	404: "There is nothing here",
	410: "It is gone",
	500: "The server failed at this page",
	503: "The server cannot answer now",
};

export function Empty(props: { title: string; children?: JSX.Element }) {
	return (
		<div class="empty">
			<h2>{props.title}</h2>
			{props.children}
		</div>
	);
}
