/** What steps wrote into the file of `$CM_ENV`: lines `NAME=value`, and blocks `NAME<<END` … `END` of several lines. */
export interface Exported {
	readonly variables: Readonly<Record<string, string>>;
	/** A sentence for each line that says nothing. */
	readonly problems: readonly string[];
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;
const blockStart = /^([A-Za-z_][A-Za-z0-9_]*)<<(\S+)$/;

/** Later lines win. Pure. */
export function readExported(text: string): Exported {
	// No prototype: `__proto__` is a name like any other.
	const variables: Record<string, string> = Object.create(null) as Record<string, string>;
	const problems: string[] = [];
	const lines = text.replaceAll("\r\n", "\n").split("\n");
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] as string;
		if (line.trim() === "" || line.startsWith("#")) continue;
		const start = blockStart.exec(line);
		if (start) {
			const end = lines.indexOf(start[2] as string, at + 1);
			if (end < 0) {
				problems.push(`Line ${at + 1} of CM_ENV begins ${start[1]}<<${start[2]}, and no line ${start[2]} ends it.`);
				break;
			}
			variables[start[1] as string] = lines.slice(at + 1, end).join("\n");
			at = end;
			continue;
		}
		const [, name, value] = assignment.exec(line) ?? [];
		if (name === undefined || value === undefined) problems.push(`Line ${at + 1} of CM_ENV is not NAME=value.`);
		else if (value.includes("\0")) problems.push(`Line ${at + 1} of CM_ENV has a NUL character in it.`);
		else variables[name] = value;
	}
	return { variables, problems };
}
