import type { BuildStatus } from "#db/vocabulary.ts";

const looks = {
	success: ["passing", "#1a7a3c"],
	failure: ["failing", "#bd2c2c"],
	cancelled: ["cancelled", "#565f6e"],
	none: ["no build", "#565f6e"],
} as const;

/** px that a letter takes at most, at 11 px. */
const letterPx = 7;
const paddingPx = 12;
const longest = 40;

/** A picture in two halves, of what and how it is, as READMEs have them. Letters are fitted into what is counted for them. */
export function badgeOf(name: string, status: Extract<BuildStatus, keyof typeof looks> | undefined): string {
	const [word, color] = looks[status ?? "none"];
	const [left, right] = [half(name.length > longest ? `${name.slice(0, longest - 1)}…` : name), half(word)];
	const width = left.width + right.width;
	const title = escaped(`${name}: ${word}`);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="r"><rect width="${width}" height="20" rx="4"/></clipPath>
<g clip-path="url(#r)"><rect width="${left.width}" height="20" fill="#3a4250"/><rect x="${left.width}" width="${right.width}" height="20" fill="${color}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
<text x="${left.width / 2}" y="14" textLength="${left.letters}">${left.text}</text>
<text x="${left.width + right.width / 2}" y="14" textLength="${right.letters}">${right.text}</text>
</g>
</svg>
`;
}

function half(text: string): { text: string; letters: number; width: number } {
	const letters = [...text].length * letterPx;
	return { text: escaped(text), letters, width: letters + paddingPx };
}

function escaped(text: string): string {
	return text.replace(/[<>&"']/g, (letter) => `&#${letter.codePointAt(0)};`).replace(/[\u0000-\u001f]/g, "");
}
