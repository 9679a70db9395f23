/** What is wrong with a document, and in which column of the line that is read (from 0). */
export class HumlFault extends Error {
	readonly column: number;
	/** From 0; of the line that is read when absent. */
	readonly line: number | undefined;
	constructor(message: string, column: number, line?: number) {
		super(message);
		this.column = column;
		this.line = line;
	}
}
