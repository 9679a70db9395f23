import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import type { Draft } from "./draft.ts";

/** The text, to be read at once and to be changed as soon as the editor is there. */
export function CodeView(props: { draft: Draft }) {
	let host!: HTMLDivElement;
	const [ready, setReady] = createSignal(false);
	const [fault, setFault] = createSignal(false);
	const first = props.draft.text();
	const open = async () => {
		const { openEditor } = await import("./code-editor.ts");
		if (!host.isConnected) return;
		const { draft } = props;
		const editor = openEditor({
			parent: host,
			text: draft.text(),
			format: draft.format(),
			check: draft.check,
			onChange: draft.type,
		});
		draft.attach(editor);
		setReady(true);
		return editor;
	};
	onMount(() => {
		const opened = open().catch(() => void setFault(true));
		onCleanup(() => {
			props.draft.attach(undefined);
			void opened.then((editor) => editor?.close());
		});
	});
	createEffect(() => props.draft.editor()?.lock(props.draft.locked()));
	return (
		<div class="code-view">
			<Show when={!ready()}>
				<pre class="code-still">{first}</pre>
			</Show>
			<Show when={fault()}>
				<p class="note" data-tone="bad" role="alert">
					The editor could not be loaded. Reload the page to try it again.
				</p>
			</Show>
			<div ref={host} class="code-host" />
		</div>
	);
}
