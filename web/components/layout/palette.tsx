import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal, For, Show } from "solid-js";
import { drawnKinds } from "../../lib/charts.ts";
import { builds, repositories } from "../../lib/data.ts";
import { nameMap } from "../../lib/names.ts";
import { themes } from "../../lib/theme-cookie.ts";
import { useAnswer } from "../../state/answer.ts";
import { pageKeys } from "../../state/keys.ts";
import { chooseTheme } from "../../state/theme.ts";
import { tellTimes, timeLooks } from "../../state/time-looks.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { places } from "./places.ts";

interface Entry {
	readonly name: string;
	readonly about: string;
	/** Where it leads, or what it does. */
	readonly to: string | (() => void);
}

const most = 12;

/** Go anywhere, and do what a key does here, by typing a part of its name. */
export default function Palette(props: { onClose: () => void }) {
	const navigate = useNavigate();
	const here = pageKeys();
	const [text, setText] = createSignal("");
	const [place, setPlace] = createSignal(0);
	const known = useAnswer(() => repositories());
	const recent = useAnswer(() => builds({ limit: 50 }));
	const entries = createMemo((): Entry[] => {
		const [all, list] = [known(), recent()];
		const repos = all?.ok ? all.data : [];
		const names = nameMap(repos);
		return [
			...places.map(({ name, href }) => ({ name, about: "page", to: href })),
			...here.map(({ what, act }) => ({ name: what, about: "on this page", to: act })),
			{ name: "Add a repository", about: "page", to: "/repositories/new" },
			...repos.map(({ id, name }) => ({ name, about: "repository", to: `/repositories/${id}` })),
			...repos.map(({ id, name }) => ({
				name: `${name}: pipeline`,
				about: "editor",
				to: `/repositories/${id}?tab=pipeline`,
			})),
			...(list?.ok ? list.data : []).map((its) => ({
				name: `${its.workflow_name} #${its.number} ${its.branch ?? its.tag ?? ""}`,
				about: `${its.status} · ${names.get(its.repository_id) ?? ""} · ${its.commit_sha.slice(0, 8)}`,
				to: `/builds/${its.id}`,
			})),
			...drawnKinds.map((kind) => ({ name: `Machine: ${kind}`, about: "chart", to: `/inspector/machines/${kind}` })),
			...timeLooks.map((as) => ({ name: `Times: ${as}`, about: "how it looks", to: () => tellTimes(as) })),
			...themes.map((theme) => ({ name: `Theme: ${theme}`, about: "how it looks", to: () => chooseTheme(theme) })),
		];
	});
	const found = createMemo(() => {
		const words = text().toLowerCase().split(/\s+/).filter(Boolean);
		return entries()
			.filter(({ name, about }) => words.every((word) => `${name} ${about}`.toLowerCase().includes(word)))
			.slice(0, most);
	});
	const go = (entry: Entry | undefined) => {
		if (!entry) return;
		props.onClose();
		if (typeof entry.to === "string") navigate(entry.to);
		else entry.to();
	};
	const key = (event: KeyboardEvent) => {
		if (event.key === "ArrowDown") setPlace((n) => Math.min(found().length - 1, n + 1));
		else if (event.key === "ArrowUp") setPlace((n) => Math.max(0, n - 1));
		else if (event.key === "Enter") go(found()[place()]);
		else return;
		event.preventDefault();
	};
	return (
		<Dialog open={true} onOpenChange={(open) => !open && props.onClose()} title="Go to">
			<input
				class="input"
				type="search"
				role="combobox"
				aria-expanded="true"
				aria-controls="palette-list"
				aria-activedescendant={`palette-${place()}`}
				aria-label="Page, repository, build or command"
				placeholder="A page, a repository, a build, a commit, a command …"
				autofocus
				onInput={(event) => {
					setText(event.currentTarget.value);
					setPlace(0);
				}}
				onKeyDown={key}
			/>
			<div class="palette" id="palette-list" role="listbox" aria-label="Found">
				<For each={found()}>
					{(entry, index) => (
						<button
							type="button"
							role="option"
							id={`palette-${index()}`}
							aria-selected={index() === place()}
							class="row"
							onClick={() => go(entry)}
						>
							<span class="cut">{entry.name}</span> <span class="dim cut">{entry.about}</span>
						</button>
					)}
				</For>
			</div>
			<Show when={found().length === 0}>
				<p class="dim">Nothing is called so.</p>
			</Show>
		</Dialog>
	);
}
