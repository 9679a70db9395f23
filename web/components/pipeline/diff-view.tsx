import { createMemo, For, Show } from "solid-js";
import { type DiffLine, diffCount, folded, lineDiff } from "../../lib/line-diff.ts";
import { count } from "../../lib/words.ts";

const marks = { same: " ", added: "+", removed: "−" } as const;
const words = { same: "", added: "added: ", removed: "removed: " } as const;

/** Nobody reads more, and a browser would be busy with them. */
const mostRows = 1_500;

/** Two texts laid over each other: what only the first has with −, what only the second has with +. */
export function DiffView(props: { before: string; after: string; label: string }) {
	const lines = createMemo(() => lineDiff(props.before, props.after));
	const rows = createMemo(() => folded(lines()));
	const sum = createMemo(() => diffCount(lines()));
	const alike = () => sum().added + sum().removed === 0;
	return (
		<Show when={!alike()} fallback={<p class="diff-same dim">The text in the editor is the same, line by line.</p>}>
			<p class="diff-sum">
				<span class="bad-text">− {count(sum().removed, "line")}</span>{" "}
				<span class="ok-text">+ {count(sum().added, "line")}</span>
			</p>
			<section class="diff-scroll" tabindex="0" aria-label={props.label}>
				<ol class="diff">
					<For each={rows().slice(0, mostRows)}>
						{(line) =>
							line.kind === "fold" ? (
								<li class="diff-fold">⋯ {count(line.count, "line")} alike</li>
							) : (
								<Row line={line} />
							)
						}
					</For>
					<Show when={rows().length > mostRows}>
						<li class="diff-fold">⋯ {count(rows().length - mostRows, "more line")}</li>
					</Show>
				</ol>
			</section>
		</Show>
	);
}

function Row(props: { line: DiffLine }) {
	return (
		<li data-kind={props.line.kind}>
			<span class="diff-number" aria-hidden="true">
				{props.line.before ?? ""}
			</span>
			<span class="diff-number" aria-hidden="true">
				{props.line.after ?? ""}
			</span>
			<span class="diff-mark" aria-hidden="true">
				{marks[props.line.kind]}
			</span>
			<code>
				<Show when={words[props.line.kind]}>
					<span class="visually-hidden">{words[props.line.kind]}</span>
				</Show>
				{props.line.text}
			</code>
		</li>
	);
}
