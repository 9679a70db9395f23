/** A document beyond what is read: reading stops here, with one problem for the whole of it. */
export class TooMuch extends Error {
	/** Where in the text it became too much, from 0. */
	readonly offset: number;

	constructor(message: string, offset: number) {
		super(message);
		this.offset = offset;
	}
}
