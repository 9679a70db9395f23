import { expect, test } from "vitest";
import { merge } from "#http/merge.ts";
import { reachable } from "../support/garbage.ts";

async function* numbers(...given: number[]) {
	for (const one of given) yield one;
}
async function* silent<T>(signal: AbortSignal): AsyncGenerator<T> {
	await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

test("everything of every source, each in its order, and then the end", async () => {
	const seen: number[] = [];
	for await (const one of merge([numbers(1, 2, 3), numbers(10, 20), numbers()])) seen.push(one);
	expect(seen.filter((one) => one < 10)).toEqual([1, 2, 3]);
	expect(seen.filter((one) => one >= 10)).toEqual([10, 20]);
});

test("a source that fails ends all, and the others are told to end", async () => {
	let told = false;
	async function* endless() {
		try {
			for (;;) yield 1;
		} finally {
			told = true;
		}
	}
	async function* failing(): AsyncGenerator<number> {
		yield 2;
		throw new Error("no more");
	}
	const taking = async () => {
		for await (const _ of merge([endless(), failing()]));
	};
	await expect(taking()).rejects.toThrow("no more");
	expect(told).toBe(true);
});

test("nothing is kept of what was taken while another source is silent", async () => {
	const end = new AbortController();
	const refs: WeakRef<object>[] = [];
	async function* lively() {
		for (let n = 0; n < 1_000; n++) yield { n };
	}
	const merged = merge<object>([silent(end.signal), lively()]);
	for (let n = 0; n < 1_000; n++) {
		const { value } = await merged.next();
		refs.push(new WeakRef(value as object));
	}
	expect(await reachable(refs)).toBeLessThan(5);
	end.abort();
	expect((await merged.next()).done).toBe(true);
});
