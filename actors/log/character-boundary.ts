/**
 * Length of the buffer without the UTF-8 character at its end that wants more bytes. Bytes that can never become a
 * character are no reason to wait.
 */
export function characterBoundary(buffer: Buffer): number {
	for (let back = 1; back <= Math.min(3, buffer.length); back++) {
		const byte = buffer[buffer.length - back] as number;
		if (byte < 0x80) break;
		if (byte < 0xc0) continue;
		return sizeOf(byte) > back ? buffer.length - back : buffer.length;
	}
	return buffer.length;
}

/** Bytes of the character that begins so; 0 when none does. */
function sizeOf(lead: number): number {
	if (lead < 0xc2 || lead > 0xf4) return 0;
	return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}
