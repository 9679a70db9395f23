/** Whatever comes first of several sources, each asked for more only once its last was taken. Ends when all have. */
export function merge<T>(sources: readonly [AsyncGenerator<T>, ...AsyncGenerator<T>[]]): AsyncGenerator<T> {
	// Most streams have one: it goes its way by itself.
	return sources.length === 1 ? sources[0] : merged(sources);
}

/**
 * A source that says nothing for long must not be raced again and again: a promise that stays open keeps something of
 * each race.
 */
async function* merged<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
	const open = new Set(sources);
	const arrived: (() => { source: AsyncGenerator<T>; result: IteratorResult<T> })[] = [];
	let { promise: news, resolve: wake } = Promise.withResolvers<void>();
	const arrive = (one: (typeof arrived)[number]) => {
		arrived.push(one);
		wake();
	};
	const ask = (source: AsyncGenerator<T>) => {
		source.next().then(
			(result) => arrive(() => ({ source, result })),
			(error: unknown) =>
				arrive(() => {
					throw error;
				}),
		);
	};
	try {
		for (const source of sources) ask(source);
		while (open.size > 0) {
			if (arrived.length === 0) await news;
			({ promise: news, resolve: wake } = Promise.withResolvers<void>());
			for (const take of arrived.splice(0)) {
				const { source, result } = take();
				if (result.done) open.delete(source);
				else {
					yield result.value;
					ask(source);
				}
			}
		}
	} finally {
		for (const source of open) void source.return(undefined);
	}
}
