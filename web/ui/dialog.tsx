import { Dialog as Kobalte } from "@kobalte/core/dialog";
import type { JSX } from "solid-js";

/** Something that has to be answered before anything else. The focus goes back to where it came from. */
export function Dialog(props: {
	open: boolean;
	onOpenChange: (open: boolean) => void;
	title: string;
	children: JSX.Element;
}) {
	const opener = document.activeElement;
	const goBack = (event: Event) => {
		event.preventDefault();
		if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
	};
	return (
		<Kobalte open={props.open} onOpenChange={props.onOpenChange}>
			<Kobalte.Portal>
				<Kobalte.Overlay class="dialog-back" />
				<Kobalte.Content class="dialog" onCloseAutoFocus={goBack}>
					<Kobalte.Title as="h2">{props.title}</Kobalte.Title>
					{props.children}
				</Kobalte.Content>
			</Kobalte.Portal>
		</Kobalte>
	);
}
