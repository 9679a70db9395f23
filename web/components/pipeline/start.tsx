import { createSignal, onMount, Show, Suspense } from "solid-js";
import type { Draft } from "./draft.ts";
import { OwnFile } from "./own-file.tsx";

const example = `workflows:
  default:
    name: Default
    triggering:
      events: [push, pull_request]
    scripts:
      - name: Get packages
        script: flutter pub get
      - name: Analyze
        script: flutter analyze
      - name: Test
        script: flutter test
    artifacts:
      - build/**/*.apk
`;

/** Nothing is stored: what holds then, and how to begin. */
export function Start(props: { repository: string; draft: Draft }) {
	// The repository is asked for it, which may take its time: no page waits for that.
	const [alive, setAlive] = createSignal(false);
	onMount(() => setAlive(true));
	return (
		<>
			<section class="card empty">
				<h2>The repository's own file holds</h2>
				<p class="start-words">
					Nothing is stored here. Each build reads <code>oore.yaml</code>, <code>oore.huml</code> or{" "}
					<code>codemagic.yaml</code> of its commit, and without one it runs the default pipeline. A pipeline that you
					store here holds for every commit instead.
				</p>
				<div class="actions">
					<button class="button primary" type="button" onClick={() => props.draft.begin(example)}>
						Start from an example
					</button>
					<button class="button" type="button" onClick={() => props.draft.begin("")}>
						Paste one
					</button>
				</div>
			</section>
			<Show when={alive()}>
				<Suspense fallback={<p class="dim">Looking at what the repository has …</p>}>
					<OwnFile
						repository={props.repository}
						onCopy={(file) => props.draft.begin(file.config_content, file.config_format, file.path)}
					/>
				</Suspense>
			</Show>
		</>
	);
}
