/** Whatever comes first of several sources, each asked for more only once its last was taken. Ends when all have. */
export function merge<T>(sources: readonly [AsyncGenerator<T>, ...AsyncGenerator<T>[]]): AsyncGenerator<T> {
	// Most streams have one: it goes its way without a race.
	return sources.length === 1 ? sources[0] : raced(sources);
}

async function* raced<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
	const next = (source: AsyncGenerator<T>) => source.next().then((result) => ({ source, result }));
	const waiting = new Map(sources.map((source) => [source, next(source)]));
	try {
		while (waiting.size > 0) {
			const { source, result } = await Promise.race(waiting.values());
			if (result.done) waiting.delete(source);
			else {
				waiting.set(source, next(source));
				yield result.value;
			}
		}
	} finally {
		for (const source of waiting.keys()) void source.return(undefined);
	}
}
