import { onCleanup } from "solid-js";

const files: Readonly<Record<string, string>> = {
	running: "/_build/running.svg",
	pending: "/_build/running.svg",
	success: "/_build/success.svg",
	failure: "/_build/failure.svg",
};
const idle = "/_build/idle.svg";

/** The tab tells how its build is; back to what it was when the page is left. */
export function setFavicon(status: string): void {
	const link = typeof document === "undefined" ? null : document.querySelector<HTMLLinkElement>("#favicon");
	if (!link) return;
	link.href = files[status] ?? idle;
	onCleanup(() => {
		link.href = idle;
	});
}
