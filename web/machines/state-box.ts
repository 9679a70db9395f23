import { baseline } from "./chart-layout.ts";
import type { DefinedEdge, DefinedState } from "./definition.ts";
import { labelSize, nameWidth, textWidth } from "./label.ts";

interface Place {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** What stands in a state's box: its name, then pills, then transitions that stay. Places are from the box's corner. */
export interface StateBox {
	readonly width: number;
	readonly height: number;
	readonly pills: readonly Place[];
	readonly lines: readonly (Place & { readonly edge: DefinedEdge })[];
}

const side = 14;
const nameHeight = 34;
const pillHeight = 20;
const gap = 6;
const smallest = 84;

export function boxOf(state: DefinedState, edges: readonly DefinedEdge[]): StateBox {
	let bottom = nameHeight;
	const pills = state.invokes.map(({ src }) => {
		const pill = { x: side, y: bottom, width: textWidth(src) + 18, height: pillHeight };
		bottom += pillHeight + gap;
		return pill;
	});
	const lines = edges
		.filter(({ internal, from }) => internal && from === state.id)
		.map((edge) => {
			const line = { x: side, y: bottom, ...labelSize(edge), edge };
			bottom += line.height + 3;
			return line;
		});
	const widest = Math.max(nameWidth(state.label), ...[...pills, ...lines].map(({ width }) => width));
	return {
		width: Math.max(smallest, widest + 2 * side),
		height: bottom + (bottom > nameHeight ? gap : 0),
		pills,
		lines,
	};
}

/** Where a state's name begins: pages read it from the left, like everything else in the box. */
export const namePlace = { x: side, y: 10 + baseline } as const;
