/** A configuration document whatever its language: plain values that know where they stand. */
export type DocumentNode = MappingNode | SequenceNode | ScalarNode;

export interface Position {
	/** From 1. */
	readonly line: number;
	/** From 1. */
	readonly column: number;
}

export interface MappingNode extends Position {
	readonly kind: "mapping";
	/** In order; a Map, because keys such as `__proto__` are plain keys here. */
	readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
	readonly key: Position;
	readonly value: DocumentNode;
}

export interface SequenceNode extends Position {
	readonly kind: "sequence";
	readonly items: readonly DocumentNode[];
}

export interface ScalarNode extends Position {
	readonly kind: "scalar";
	readonly value: string | number | boolean | null;
	/** The value as a text; numbers as written: `1.10` stays `1.10`. */
	readonly text: string;
}
