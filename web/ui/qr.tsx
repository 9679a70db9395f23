import { encode } from "uqr";

/** A QR code as one path: drawn on the server, read by any camera in either theme. */
export function Qr(props: { text: string; label: string }) {
	const code = () => encode(props.text);
	const path = () =>
		code()
			.data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
			.join("");
	return (
		<svg
			class="qr"
			width="148"
			height="148"
			viewBox={`-1 -1 ${code().size + 2} ${code().size + 2}`}
			role="img"
			aria-label={props.label}
			shape-rendering="crispEdges"
		>
			<rect x="-1" y="-1" width={code().size + 2} height={code().size + 2} fill="#fff" />
			<path d={path()} fill="#000" />
		</svg>
	);
}
