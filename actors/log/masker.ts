import { hiddenForms } from "./hidden-forms.ts";

/** What takes the place of each byte: as many, so that every byte of a log is where it was in the spool. */
const star = 42;
const [newline, carriageReturn] = [10, 13];

/**
 * Finds every form of every secret in bytes, in one pass whatever they are: the automaton of Aho and Corasick
 * ("Efficient string matching", 1975) over bytes, its trie as arrays of first children and next siblings, since
 * nearly every node has one child.
 */
export class Masker {
	/** Bytes of the longest form: what has to be seen before a byte to know whether it is part of one. */
	readonly longest: number;
	/** By node; 0 is the root, and "none" where there cannot be a root. */
	readonly #child: Int32Array;
	readonly #sibling: Int32Array;
	readonly #byte: Uint8Array;
	readonly #fallback: Int32Array;
	readonly #depth: Int32Array;
	/** Bytes of the longest form that ends here. */
	readonly #match: Int32Array;
	/** The root's children by byte: most bytes of a log need no more. */
	readonly #first = new Int32Array(256);
	#nodes = 1;

	/** @param secrets values of any length; those under 4 bytes are not hidden, they are everywhere */
	constructor(secrets: Iterable<string>) {
		const forms = [...new Set([...secrets].flatMap(hiddenForms))].map((form) => Buffer.from(form, "utf8"));
		const most = forms.reduce((sum, form) => sum + form.length, 1);
		this.longest = forms.reduce((longest, form) => Math.max(longest, form.length), 0);
		this.#child = new Int32Array(most);
		this.#sibling = new Int32Array(most);
		this.#byte = new Uint8Array(most);
		this.#fallback = new Int32Array(most);
		this.#depth = new Int32Array(most);
		this.#match = new Int32Array(most);
		for (const form of forms) this.#add(form);
		this.#link();
	}

	/** Whether there is nothing to hide. */
	get idle(): boolean {
		return this.longest === 0;
	}

	/**
	 * Hide in place what the buffer has. Answers up to where that is certain: a form may begin behind it and go on after
	 * the buffer's end. Line ends within a secret stay.
	 */
	mask(buffer: Buffer): number {
		if (this.idle) return buffer.length;
		let node = 0;
		// The stretch hidden last: of forms that overlap no byte is hidden twice.
		let [from, to] = [0, 0];
		for (let at = 0; at < buffer.length; at++) {
			node = this.#next(node, buffer[at] as number);
			const length = this.#match[node] as number;
			if (length === 0) continue;
			const start = at + 1 - length;
			const joined = start >= from && start <= to;
			hide(buffer, joined ? to : start, at + 1);
			from = joined ? from : start;
			to = at + 1;
		}
		const open = this.#depth[node] as number;
		// What is hidden stays so, however it goes on.
		return this.#match[node] === open ? buffer.length : buffer.length - open;
	}

	/** A text without secrets. */
	maskText(text: string): string {
		if (this.idle) return text;
		const bytes = Buffer.from(text, "utf8");
		this.mask(bytes);
		return bytes.toString("utf8");
	}

	#add(form: Buffer): void {
		let node = 0;
		for (const byte of form) node = this.#childOf(node, byte) || this.#grow(node, byte);
		this.#match[node] = form.length;
	}

	#grow(parent: number, byte: number): number {
		const node = this.#nodes++;
		this.#byte[node] = byte;
		this.#depth[node] = (this.#depth[parent] as number) + 1;
		this.#sibling[node] = this.#child[parent] as number;
		this.#child[parent] = node;
		if (parent === 0) this.#first[byte] = node;
		return node;
	}

	/** Breadth first: a node falls back to the longest other beginning of a form that ends as it does. */
	#link(): void {
		const queue = new Int32Array(this.#nodes);
		let end = 1;
		for (let at = 0; at < end; at++) {
			const parent = queue[at] as number;
			for (let node = this.#child[parent] as number; node !== 0; node = this.#sibling[node] as number) {
				const fallback = parent === 0 ? 0 : this.#next(this.#fallback[parent] as number, this.#byte[node] as number);
				this.#fallback[node] = fallback;
				this.#match[node] ||= this.#match[fallback] as number;
				queue[end++] = node;
			}
		}
	}

	#next(from: number, byte: number): number {
		for (let node = from; node !== 0; node = this.#fallback[node] as number) {
			const child = this.#childOf(node, byte);
			if (child !== 0) return child;
		}
		return this.#first[byte] as number;
	}

	#childOf(parent: number, byte: number): number {
		if (parent === 0) return this.#first[byte] as number;
		let child = this.#child[parent] as number;
		while (child !== 0 && this.#byte[child] !== byte) child = this.#sibling[child] as number;
		return child;
	}
}

function hide(buffer: Buffer, from: number, to: number): void {
	for (let at = from; at < to; at++) {
		const byte = buffer[at];
		if (byte !== newline && byte !== carriageReturn) buffer[at] = star;
	}
}
