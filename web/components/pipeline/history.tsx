import { createDeferred, createMemo, createSignal, For, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { PipelineVersion } from "#http/contract/pipelines.ts";
import { get } from "../../lib/api.ts";
import { pipelineHistory } from "../../lib/data.ts";
import { count } from "../../lib/words.ts";
import { useAnswer } from "../../state/answer.ts";
import { say } from "../../state/toasts.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Loaded } from "../../ui/page.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import { DiffView } from "./diff-view.tsx";
import type { Draft } from "./draft.ts";

const pageSize = 30;

/** Every save and reset; each can be laid beside the text, and brought back. */
export function History(props: { repository: string; draft: Draft }) {
	const first = useAnswer(() => pipelineHistory(props.repository, { limit: pageSize }));
	const [more, setMore] = createSignal<readonly PipelineVersion[]>([]);
	const [next, setNext] = createSignal<string | null>();
	const [chosen, setChosen] = createSignal<string>();
	const older = async (cursor: string) => {
		const answer = await get<PipelineVersion[]>(paths.pipelineHistory(props.repository, { limit: pageSize, cursor }));
		if (!answer.ok) return say(answer.detail, "bad");
		setMore([...more(), ...answer.data]);
		setNext(answer.next ?? null);
	};
	const cursor = () => {
		const got = first();
		return next() === undefined ? (got?.ok ? got.next : undefined) : (next() ?? undefined);
	};
	return (
		<section class="card flush" aria-labelledby="pipeline-history">
			<h2 id="pipeline-history">History</h2>
			<Loaded answer={first()}>
				{(newest) => {
					// After a save the first page has moved on.
					const versions = createMemo(() => [
						...new Map([...newest(), ...more()].map((version) => [version.id, version])).values(),
					]);
					const selected = () => versions().find(({ id }) => id === chosen());
					return (
						<Show
							when={versions().length > 0}
							fallback={<p class="pad dim">Nothing was ever stored for this repository.</p>}
						>
							<div class="history">
								<div>
									<ul class="rows">
										<For each={versions()}>
											{(version) => (
												<VersionRow
													version={version}
													from={versions().find(({ id }) => id === version.restored_from)}
													chosen={chosen() === version.id}
													onChoose={() => setChosen(chosen() === version.id ? undefined : version.id)}
												/>
											)}
										</For>
									</ul>
									<Show when={cursor()}>
										{(at) => (
											<p class="pad">
												<button class="button small" type="button" onClick={() => void older(at())}>
													Older
												</button>
											</p>
										)}
									</Show>
								</div>
								<div class="history-side">
									<Show
										when={selected()}
										fallback={<p class="pad dim">Choose one to see how the text differs from it.</p>}
									>
										{(version) => <Compared version={version()} draft={props.draft} />}
									</Show>
								</div>
							</div>
						</Show>
					);
				}}
			</Loaded>
		</section>
	);
}

function VersionRow(props: {
	version: PipelineVersion;
	from: PipelineVersion | undefined;
	chosen: boolean;
	onChoose: () => void;
}) {
	const what = () => {
		const { config_content: content, config_format: format } = props.version;
		if (content === null) return "Reset to the repository's file";
		return `${format.toUpperCase()}, ${count(content.replace(/\n$/, "").split("\n").length, "line")}`;
	};
	return (
		<li>
			<button class="row version-row" type="button" aria-pressed={props.chosen} onClick={() => props.onChoose()}>
				<span class="version-what">
					<strong>
						<TimeAgo at={props.version.created_at} />
					</strong>{" "}
					<span class="dim">by {props.version.saved_by}</span>
				</span>
				<Show when={props.version.is_active}>
					<span class="badge" data-tone="ok">
						✓ holds now
					</span>
				</Show>
				<span class="version-more dim">
					{what()}
					<Show when={props.version.restored_from}>
						{" · restored from "}
						<Show when={props.from} fallback="an older one">
							{(from) => (
								<>
									that of <TimeAgo at={from().created_at} />
								</>
							)}
						</Show>
					</Show>
				</span>
			</button>
		</li>
	);
}

function Compared(props: { version: PipelineVersion; draft: Draft }) {
	const [sure, setSure] = createSignal(false);
	// Not before there is time for it: typing goes first.
	const text = createDeferred(() => props.draft.text(), { timeoutMs: 300 });
	const restore = () => {
		setSure(false);
		void props.draft.restore(props.version);
	};
	return (
		<Show
			when={props.version.config_content !== null}
			fallback={
				<p class="pad dim">Here the stored pipeline was removed: from then on the repository's own file held.</p>
			}
		>
			<div class="history-head">
				<p>
					{props.draft.begun() ? "From this version to the text in the editor" : "What was stored"}
					<Show when={props.draft.begun() && props.version.config_format !== props.draft.format()}>
						<span class="dim"> — they are in different languages, so nearly every line differs</span>
					</Show>
				</p>
				<button
					class="button small"
					type="button"
					disabled={props.version.is_active || props.draft.busy()}
					title={props.version.is_active ? "It is the one that holds now." : undefined}
					onClick={() => (props.draft.dirty() ? setSure(true) : restore())}
				>
					Restore
				</button>
			</div>
			<Show
				when={props.draft.begun()}
				fallback={
					<section class="own-file" tabindex="0" aria-label="The version">
						<pre>{props.version.config_content}</pre>
					</section>
				}
			>
				<DiffView
					before={props.version.config_content ?? ""}
					after={text()}
					label="The version, and the text in the editor"
				/>
			</Show>
			<Confirm
				open={sure()}
				title="Restore this version?"
				yes="Restore"
				danger
				onNo={() => setSure(false)}
				onYes={restore}
			>
				What you have not saved is lost. Undo in the editor brings it back as long as this page is open.
			</Confirm>
		</Show>
	);
}
