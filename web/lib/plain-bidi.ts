/** What turns the direction of text around (Unicode UAX 9): a name that holds it could pass for another one. */
const turning = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Text of others as it stands, with marks where it would be turned around. */
export function plainBidi(text: string): string {
	return text.replace(turning, (mark) => `⟨U+${mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
