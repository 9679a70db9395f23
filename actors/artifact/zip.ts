import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { ZipFile } from "yazl";

export interface ZippedFile {
	readonly path: string;
	/** In the archive, with `/` between names. */
	readonly name: string;
	readonly sizeBytes: number;
	/** ms since 1970. */
	readonly modifiedAt: number;
}

export interface Zip {
	readonly stream: Readable;
	/** Known before the first byte: nothing is compressed, because artifacts are archives themselves. */
	readonly sizeBytes: number;
}

/** An archive of files as they lie, made while it is read: nothing is held in memory. Beyond 4 GB or 65,535 files as zip64. */
export function zipOf(files: readonly ZippedFile[]): Promise<Zip> {
	const zip = new ZipFile();
	const stream = zip.outputStream as unknown as Readable;
	zip.on("error", (error: Error) => stream.destroy(error));
	for (const { path, name, sizeBytes, modifiedAt } of files) {
		const options = { size: sizeBytes, compress: false, mtime: new Date(modifiedAt), mode: 0o100644 };
		zip.addReadStreamLazy(name, options, (give) => {
			// One that became unreadable meanwhile ends the archive, rather than being left out unsaid.
			give(
				null,
				createReadStream(path, { highWaterMark: 1024 * 1024 }).on("error", (error) => stream.destroy(error)),
			);
		});
	}
	// The types do not know that the size is given.
	const end = zip.end.bind(zip) as unknown as (told: (sizeBytes: number) => void) => void;
	return new Promise((resolve) => end((sizeBytes) => resolve({ stream, sizeBytes })));
}
