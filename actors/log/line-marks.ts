/** At this byte of the file so many lines have ended. */
export interface Mark {
	readonly position: number;
	readonly lines: number;
	/** Whether the byte before it is none that ends a line. */
	readonly inLine: boolean;
}

/** Bytes between marks. */
export const markBytes = 256 * 1024;
/** Logs whose marks are kept; those read longest ago go first. */
const mostLogs = 64;

interface LogFile {
	readonly inode: number;
	/** Bytes. */
	readonly size: number;
	/** Bytes of the log that are gone: an inode may come back with the next file. */
	readonly removed: number;
}
interface Marked extends LogFile {
	readonly marks: Mark[];
}

const known = new Map<string, Marked>();

/**
 * Where lines stand in a log, as far as somebody has counted them: a log only grows, and is another file when its older
 * bytes go. So that who looks into the middle of a million lines need not count them each time. In order, one
 * every `markBytes`, the first at 0; who reads on adds what comes behind.
 */
export function marksOf(path: string, file: LogFile): Mark[] {
	const before = known.get(path);
	const isSame = before?.inode === file.inode && before.removed === file.removed;
	const marks = isSame ? before.marks : [{ position: 0, lines: 0, inLine: false }];
	while ((marks.at(-1)?.position ?? 0) > file.size) marks.pop();
	known.delete(path);
	known.set(path, { ...file, marks });
	const oldest = known.keys().next();
	if (known.size > mostLogs && !oldest.done) known.delete(oldest.value);
	return marks;
}
