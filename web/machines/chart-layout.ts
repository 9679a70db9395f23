/** A machine's chart with its places: what `npm run machines` writes and the inspector draws. Pixels from the top left. */
export interface ChartLayout {
	readonly kind: string;
	readonly description: string | null;
	/** Of the definition alone: the same machine has it whatever the layout does. */
	readonly hash: string;
	readonly width: number;
	readonly height: number;
	/** A parent stands before its children. */
	readonly states: readonly ChartState[];
	readonly edges: readonly ChartEdge[];
	readonly starts: readonly ChartStart[];
}

export interface ChartState {
	/** Path of names from the machine, without its kind: `active.running`. Empty for the machine itself. */
	readonly id: string;
	readonly parent: string | null;
	readonly label: string;
	readonly type: string;
	readonly initial: boolean;
	readonly depth: number;
	readonly description: string | null;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly labelX: number;
	readonly labelY: number;
	readonly invokes: readonly ChartInvoke[];
}

/** A port or child machine that runs while its state is entered. */
export interface ChartInvoke {
	readonly src: string;
	readonly id: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** One transition. Those between the same two states share their line, each with its own label. */
export interface ChartEdge {
	readonly id: string;
	readonly from: string;
	readonly to: string;
	/** As the journal has it; `xstate.done.actor.*` stands for any that begins so. */
	readonly event: string;
	readonly guard: string | null;
	readonly delay: string | null;
	readonly actions: readonly string[];
	readonly description: string | null;
	/** It changes no state: its label stands in the state's box, and it has no line. */
	readonly internal: boolean;
	readonly points: readonly (readonly [x: number, y: number])[];
	/** Lines of text. */
	readonly label: string;
	/** Top left of the label's box; a delayed one keeps `clockWidth` free before its text. */
	readonly labelX: number;
	readonly labelY: number;
	readonly labelWidth: number;
	readonly labelHeight: number;
}

/** The dot from which a compound state's first child is entered. */
export interface ChartStart {
	readonly state: string;
	readonly x: number;
	readonly y: number;
	readonly points: readonly (readonly [x: number, y: number])[];
}

/** Height of one line of a label. */
export const lineHeight = 16;
/** From the top of a line to its letters' base. */
export const baseline = 12;
export const clockWidth = 16;
/** Of the lines after the first, in the label of a transition that stays. */
export const hangingIndent = 12;
export const startRadius = 5;
