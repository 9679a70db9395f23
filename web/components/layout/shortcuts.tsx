import { useNavigate } from "@solidjs/router";
import { createSignal, For, lazy, onCleanup, onMount, Show, Suspense } from "solid-js";
import { isPlainKey, pageKeys, pressed, singleKeys, turnSingleKeys } from "../../state/keys.ts";
import { places } from "./places.ts";

const Palette = lazy(() => import("./palette.tsx"));
const Dialog = lazy(async () => ({ default: (await import("../../ui/dialog.tsx")).Dialog }));

/** After `g` the next key counts for so long. */
const chordMs = 1_200;

const keys: readonly (readonly [key: string, what: string])[] = [
	["Ctrl K, ⌘ K", "Go to a page, repository or build"],
	["/", "Search or filter this page"],
	["j, k", "Down and up in a list; Enter opens"],
	["?", "This help"],
	...places.map(({ key, name }) => [`g ${key}`, name] as const),
];

const signs: Readonly<Record<string, string>> = { ArrowLeft: "←", ArrowRight: "→", Space: "space" };

/** What the keyboard does anywhere; typing into a field is left alone. */
export function Shortcuts() {
	const navigate = useNavigate();
	const [open, setOpen] = createSignal<"palette" | "help">();
	let chordUntil = 0;
	const press = (event: KeyboardEvent) => {
		if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
			event.preventDefault();
			setOpen("palette");
			return;
		}
		if (!isPlainKey(event) || isTyping(event.target) || open()) return;
		const place = Date.now() < chordUntil ? places.find(({ key }) => key === event.key) : undefined;
		chordUntil = event.key === "g" ? Date.now() + chordMs : 0;
		if (place) navigate(place.href);
		else if (event.key === "?") setOpen("help");
		else if (event.key === "/") focusSearch(event);
		else if (event.key === "j") move(1);
		else if (event.key === "k") move(-1);
		else if (pressed(event)) event.preventDefault();
	};
	onMount(() => {
		addEventListener("keydown", press);
		onCleanup(() => removeEventListener("keydown", press));
	});
	return (
		<>
			<button class="button small" type="button" onClick={() => setOpen("palette")}>
				Go to … <kbd>Ctrl K</kbd>
			</button>
			<Show when={open() === "palette"}>
				<Suspense>
					<Palette onClose={() => setOpen(undefined)} />
				</Suspense>
			</Show>
			<Show when={open() === "help"}>
				<Suspense>
					<Dialog open={true} onOpenChange={() => setOpen(undefined)} title="Keys">
						<dl class="sheet">
							<For each={[...keys, ...pageKeys().map(({ key, what }) => [signs[key] ?? key, what] as const)]}>
								{([key, what]) => (
									<>
										<dt>
											<kbd>{key}</kbd>
										</dt>
										<dd>{what}</dd>
									</>
								)}
							</For>
						</dl>
						<label>
							<input
								type="checkbox"
								checked={singleKeys()}
								onChange={(event) => turnSingleKeys(event.currentTarget.checked)}
							/>{" "}
							Keys without Ctrl or ⌘ do something
						</label>
					</Dialog>
				</Suspense>
			</Show>
		</>
	);
}

function isTyping(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
	);
}

function focusSearch(event: KeyboardEvent): void {
	const field = document.querySelector<HTMLElement>(
		"main input[type=search], main .filters input, main .filters select",
	);
	const panel = field?.closest("details");
	if (panel) panel.open = true;
	field?.focus();
	if (field) event.preventDefault();
}

function move(by: number): void {
	const rows = [...document.querySelectorAll<HTMLElement>("main a.row, main button.row")];
	const at = rows.indexOf(document.activeElement as HTMLElement);
	rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}
