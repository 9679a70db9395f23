import { characterBoundary } from "./character-boundary.ts";
import { openIfThere } from "./open-if-there.ts";
import { extentOf, markerOf } from "./trim-log.ts";

const nothing = Buffer.alloc(0);

/**
 * Up to `maxBytes` (at least 4) of a log from a byte offset, cut where a UTF-8 character ends, so that texts read one
 * after the other can be joined. Bytes that are no UTF-8 become replacement characters. A file that is not there is
 * empty.
 *
 * Of a file that still grows, a character at the very end that is not complete is left for the next read. `whole`
 * says that nothing will be added: then the last bytes are given as they are. Of bytes that are not kept any more the
 * line that says so is given instead; `bytes` are those of the log, and none of that line.
 */
export async function readFrom(
	path: string,
	offset: number,
	maxBytes: number,
	whole = false,
): Promise<{ text: string; bytes: Buffer; nextOffset: number }> {
	await using file = await openIfThere(path);
	if (!file) return { text: "", bytes: nothing, nextOffset: offset };
	const { removed, header } = extentOf(file.fd);
	if (offset < removed) return { text: markerOf(removed), bytes: nothing, nextOffset: removed };
	const buffer = Buffer.allocUnsafe(maxBytes);
	const { bytesRead } = await file.read(buffer, 0, maxBytes, offset - removed + header);
	const bytes = buffer.subarray(0, bytesRead);
	const length = whole && bytesRead < maxBytes ? bytesRead : characterBoundary(bytes);
	return { text: bytes.toString("utf8", 0, length), bytes: bytes.subarray(0, length), nextOffset: offset + length };
}
