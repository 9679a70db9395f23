import { useNavigate } from "@solidjs/router";
import { onCleanup, onMount, Suspense } from "solid-js";
import { Demo } from "./demo.tsx";

/** What stands instead of the side on a screen on the wall: nothing to press, and Esc leads out. */
export function Kiosk() {
	const navigate = useNavigate();
	const leave = (event: KeyboardEvent) => event.key === "Escape" && navigate("/");
	onMount(() => {
		addEventListener("keydown", leave);
		onCleanup(() => removeEventListener("keydown", leave));
	});
	return (
		<Suspense>
			<Demo />
		</Suspense>
	);
}
