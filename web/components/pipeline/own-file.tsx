import { Match, Show, Switch } from "solid-js";
import type { OwnPipeline } from "#http/contract/pipelines.ts";
import { pipelineFile } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";

type File = NonNullable<OwnPipeline["file"]>;

/** The file that holds while nothing is stored, to be read, and to begin with. */
export function OwnFile(props: { repository: string; onCopy: (file: File) => void }) {
	const answer = useAnswer(() => pipelineFile(props.repository));
	const own = () => {
		const got = answer();
		return got?.ok ? got.data : undefined;
	};
	const fault = () => {
		const got = answer();
		return got && !got.ok ? got.detail : undefined;
	};
	return (
		<Switch>
			<Match when={fault()}>
				{(why) => <p class="note pre">What the repository has could not be looked at: {why()}</p>}
			</Match>
			<Match when={own()}>
				{(its) => (
					<Show
						when={its().file}
						fallback={
							<p class="note">
								<bdi>{its().branch}</bdi> has none of these files now, so the default pipeline runs.
							</p>
						}
					>
						{(file) => (
							<section class="card flush" aria-labelledby="own-file">
								<div class="card-head">
									<h2 id="own-file">
										<code>{file().path}</code>{" "}
										<span class="dim">
											of <bdi>{its().branch}</bdi> at <code>{its().commit_sha.slice(0, 8)}</code>
										</span>
									</h2>
									<button class="button small" type="button" onClick={() => props.onCopy(file())}>
										Edit a copy
									</button>
								</div>
								<section class="own-file" tabindex="0" aria-label="The repository's own file">
									<pre>{file().config_content}</pre>
								</section>
							</section>
						)}
					</Show>
				)}
			</Match>
		</Switch>
	);
}
