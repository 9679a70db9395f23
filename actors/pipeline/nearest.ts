/** Characters; nothing longer is a slip of the pen, and comparing takes length × length. */
const longestWord = 64;

/** The known word that a misspelt one is closest to, if any is close enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	if (word.length > longestWord) return undefined;
	const allowed = Math.max(1, Math.floor(word.length / 3));
	const scored = known.map((candidate) => ({ candidate, distance: editDistance(word, candidate) }));
	return scored.filter(({ distance }) => distance <= allowed).sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/** Levenshtein's distance by rows. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
