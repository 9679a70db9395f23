/** A file as the records of an archive tell of it. */
export interface ZipEntry {
	readonly name: Buffer;
	readonly sizeBytes: number;
	/** ms since 1970. */
	readonly modifiedAt: number;
	/** Where its local header begins. */
	readonly offset: number;
}

/*
 * As APPNOTE 6.3.10 has them. A checksum is known only after the bytes: it follows them, as flag bit 3 says, and readers
 * go by the central directory. Names are UTF-8 (bit 11). A number that does not fit is all ones in its place and stands
 * in a zip64 record.
 */
const flags = (1 << 3) | (1 << 11);
const stored = 0;
const madeOnUnix = (3 << 8) | 63;
const [plainVersion, zip64Version] = [20, 45];
const plainFile = 0o100644 * 0x10000;
const [most16, most32] = [0xffff, 0xffffffff];

export function localHeader({ name, sizeBytes, modifiedAt }: ZipEntry): Buffer {
	const large = sizeBytes >= most32;
	const extra = large ? zip64Field(sizeBytes, sizeBytes) : Buffer.alloc(0);
	const size = large ? most32 : 0;
	return Buffer.concat([
		u32(0x04034b50),
		u16(large ? zip64Version : plainVersion, flags, stored, ...dosTime(modifiedAt)),
		u32(0, size, size),
		u16(name.length, extra.length),
		name,
		extra,
	]);
}

/** What follows the bytes of a file. */
export function dataDescriptor({ sizeBytes }: ZipEntry, checksum: number): Buffer {
	const size = sizeBytes >= most32 ? u64 : u32;
	return Buffer.concat([u32(0x08074b50, checksum), size(sizeBytes, sizeBytes)]);
}

export function centralRecord({ name, sizeBytes, modifiedAt, offset }: ZipEntry, checksum: number): Buffer {
	const tooLarge = [sizeBytes, sizeBytes, offset].filter((value) => value >= most32);
	const zip64 = tooLarge.length > 0;
	const extra = Buffer.concat([timeField(modifiedAt), ...(zip64 ? [zip64Field(...tooLarge)] : [])]);
	const [comment, disk, innerKind] = [0, 0, 0];
	return Buffer.concat([
		u32(0x02014b50),
		u16(madeOnUnix, zip64 ? zip64Version : plainVersion, flags, stored, ...dosTime(modifiedAt)),
		u32(checksum, sizeBytes, sizeBytes),
		u16(name.length, extra.length, comment, disk, innerKind),
		u32(plainFile, offset),
		name,
		extra,
	]);
}

/** The end of an archive of so many files, whose central directory begins at `offset`. */
export function endRecords(count: number, directoryBytes: number, offset: number): Buffer {
	const end = [u32(0x06054b50), u16(0, 0, count, count), u32(directoryBytes, offset), u16(0)];
	if (count < most16 && directoryBytes < most32 && offset < most32) return Buffer.concat(end);
	return Buffer.concat([
		...[u32(0x06064b50), u64(44), u16(madeOnUnix, zip64Version), u32(0, 0)],
		u64(count, count, directoryBytes, offset),
		...[u32(0x07064b50, 0), u64(offset + directoryBytes), u32(1)],
		...end,
	]);
}

function zip64Field(...values: number[]): Buffer {
	return Buffer.concat([u16(0x0001, 8 * values.length), u64(...values)]);
}

/** In UTC, which the DOS time is not. */
function timeField(modifiedAt: number): Buffer {
	return Buffer.concat([u16(0x5455, 5), Buffer.of(1), u32(Math.floor(modifiedAt / 1_000))]);
}

/** Time, then date, in this machine's time zone; there is nothing before 1980. */
function dosTime(modifiedAt: number): [time: number, date: number] {
	const at = new Date(Math.max(modifiedAt, new Date(1980, 0).getTime()));
	return [
		(at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
		((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
	];
}

/** Little-endian numbers, one after the other; what is too large becomes all ones. */
function u16(...values: number[]): Buffer {
	const bytes = Buffer.alloc(2 * values.length);
	for (const [i, value] of values.entries()) bytes.writeUInt16LE(Math.min(value, most16), 2 * i);
	return bytes;
}

function u32(...values: number[]): Buffer {
	const bytes = Buffer.alloc(4 * values.length);
	for (const [i, value] of values.entries()) bytes.writeUInt32LE(Math.min(value, most32), 4 * i);
	return bytes;
}

function u64(...values: number[]): Buffer {
	const bytes = Buffer.alloc(8 * values.length);
	for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * i);
	return bytes;
}
