/** Whatever comes first of several sources, each asked for more only once its last was taken. Ends when all have. */
export async function* merge<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
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
