import { Composer, CST, type Document, Lexer, type LineCounter, Parser } from "yaml";
import { TooMuch } from "./too-much.ts";

const deepest = 64;
/** Words, signs, spaces and line ends; the largest pipelines of people have a twentieth of it. */
const mostTokens = 100_000;

/**
 * The library's document, whatever it takes to read it is bounded: it recurses by nesting and collects without limit,
 * so both are measured on the token stream, before it does. Syntax errors go to `report` with their offset.
 * @throws TooMuch
 */
export function composeYaml(
	text: string,
	counter: LineCounter,
	report: (offset: number, message: string) => void,
): Document.Parsed {
	// Its own search for duplicate keys compares each with each: ours is done with a Map while converting. The schema is
	// named so that no `%YAML 1.1` line brings dates and sets.
	const composer = new Composer({ schema: "core", resolveKnownTags: false, uniqueKeys: false });
	let first: Document.Parsed | undefined;
	for (const document of composer.compose(boundedTokens(text, counter), true, text.length)) {
		if (first) {
			report(document.range[0], "A file holds one document: everything from the second `---` on is too much.");
			break;
		}
		first = document;
	}
	if (!first) throw new TooMuch("The document cannot be read as YAML.", 0);
	for (const { pos, message } of first.errors) report(pos[0], message);
	return first;
}

function* boundedTokens(text: string, counter: LineCounter): Generator<CST.Token> {
	const parser = new Parser(counter.addNewLine);
	counter.addNewLine(0);
	let tokens = 0;
	for (const lexeme of new Lexer().lex(text)) {
		yield* parser.next(lexeme);
		if (++tokens > mostTokens)
			throw new TooMuch(`The document has more than ${mostTokens} words and signs.`, parser.offset - lexeme.length);
		if (parser.stack.length > deepest && parser.stack.filter(CST.isCollection).length > deepest)
			throw new TooMuch(`The document is nested deeper than ${deepest} levels.`, parser.offset - lexeme.length);
	}
	yield* parser.end();
}
