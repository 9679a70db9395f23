import { stripVTControlCharacters } from "node:util";
import type { Style } from "./style.ts";

/** Columns aligned for people; tab-separated and without a heading for programs. */
export function table(style: Style, heading: readonly string[], rows: readonly (readonly string[])[]): string {
	const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, " ")));
	if (!style.isTerminal) return clean.map((row) => `${row.join("\t")}\n`).join("");
	const all = [heading, ...clean];
	const widths = heading.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ""))));
	const line = (row: readonly string[]) =>
		`${row.map((cell, column) => (column === row.length - 1 ? cell : cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)))).join("  ")}\n`;
	return style.colour.dim(line(heading)) + clean.map(line).join("");
}

/** Names and values, one a line. */
export function sheet(style: Style, rows: readonly (readonly [name: string, value: string])[]): string {
	if (!style.isTerminal) return rows.map(([name, value]) => `${name}\t${value}\n`).join("");
	const width = Math.max(...rows.map(([name]) => name.length));
	return rows.map(([name, value]) => `${style.colour.dim(`${name}:`.padEnd(width + 2))}${value}\n`).join("");
}

function widthOf(text: string): number {
	return [...stripVTControlCharacters(text)].length;
}
