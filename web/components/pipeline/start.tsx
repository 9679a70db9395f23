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
export function Start(props: { onStart: (text: string) => void }) {
	return (
		<section class="card empty">
			<h2>The repository's own file holds</h2>
			<p class="start-words">
				Nothing is stored here. Each build reads <code>oore.yaml</code>, <code>oore.huml</code> or{" "}
				<code>codemagic.yaml</code> of its commit, and without one it runs the default pipeline. A pipeline that you
				store here holds for every commit instead.
			</p>
			<div class="actions">
				<button class="button primary" type="button" onClick={() => props.onStart(example)}>
					Start from an example
				</button>
				<button class="button" type="button" onClick={() => props.onStart("")}>
					Paste one
				</button>
			</div>
		</section>
	);
}
