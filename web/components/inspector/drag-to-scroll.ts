/** From here on a press is a drag: less is a click. */
const threshold = 4;

/** What is larger than its pane is dragged by the mouse, and zoomed with Ctrl and the wheel; fingers scroll anyway. Answers how to stop. */
export function dragToScroll(pane: HTMLElement, zoom: (by: number) => void): () => void {
	let from: { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | undefined;
	const down = (event: PointerEvent) => {
		if (event.pointerType === "mouse" && event.button === 0)
			from = { x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop };
	};
	const move = (event: PointerEvent) => {
		// Let go outside of the pane.
		if (event.buttons === 0) up();
		if (!from) return;
		const [x, y] = [event.clientX - from.x, event.clientY - from.y];
		if (!pane.hasAttribute("data-drags") && Math.hypot(x, y) < threshold) return;
		// Captured only now: a press that is none would else be a click on the pane, not on what is in it.
		pane.setPointerCapture(event.pointerId);
		pane.setAttribute("data-drags", "");
		pane.scrollTo(from.left - x, from.top - y);
	};
	const up = () => {
		from = undefined;
		pane.removeAttribute("data-drags");
	};
	const wheel = (event: WheelEvent) => {
		if (!event.ctrlKey) return;
		event.preventDefault();
		zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
	};
	pane.addEventListener("pointerdown", down);
	pane.addEventListener("pointermove", move);
	pane.addEventListener("pointerup", up);
	pane.addEventListener("pointercancel", up);
	pane.addEventListener("wheel", wheel);
	return () => {
		pane.removeEventListener("pointerdown", down);
		pane.removeEventListener("pointermove", move);
		pane.removeEventListener("pointerup", up);
		pane.removeEventListener("pointercancel", up);
		pane.removeEventListener("wheel", wheel);
	};
}
