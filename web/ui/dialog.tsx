import { Dialog as Kobalte } from "@kobalte/core/dialog";
import type { JSX } from "solid-js";

/** Something that has to be answered before anything else. */
export function Dialog(props: {
	open: boolean;
	onOpenChange: (open: boolean) => void;
	title: string;
	children: JSX.Element;
}) {
	return (
		<Kobalte open={props.open} onOpenChange={props.onOpenChange}>
			<Kobalte.Portal>
				<Kobalte.Overlay class="dialog-back" />
				<Kobalte.Content class="dialog">
					<Kobalte.Title as="h2">{props.title}</Kobalte.Title>
					{props.children}
				</Kobalte.Content>
			</Kobalte.Portal>
		</Kobalte>
	);
}
