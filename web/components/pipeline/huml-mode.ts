import { LanguageSupport, StreamLanguage, type StringStream } from "@codemirror/language";

interface State {
	/** Inside of """ … """. */
	text: boolean;
}

const value = /^(?:true|false|null|nan|[+-]?inf)(?=[\s,}\]]|$)/;
const number = /^[+-]?\d[\w.]*/;
const key = /^(?:"(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*)(?= *::?(?:\s|$)| *[[{])/;

function token(stream: StringStream, state: State): string | null {
	if (state.text) {
		if (stream.skipTo('"""')) {
			stream.match('"""');
			state.text = false;
		} else stream.skipToEnd();
		return "string";
	}
	if (stream.eatSpace()) return null;
	if (stream.sol() && stream.match(/^%HUML.*/)) return "meta";
	if (stream.match(/^#.*/)) return "comment";
	if (stream.match('"""')) {
		state.text = true;
		return "string";
	}
	if (stream.match(key)) return "propertyName.definition";
	if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
	if (stream.match(value)) return "atom";
	if (stream.match(number)) return "number";
	if (stream.match(/^[-:,[\]{}]+/)) return "punctuation";
	stream.next();
	return null;
}

const language = StreamLanguage.define<State>({
	name: "huml",
	startState: () => ({ text: false }),
	token,
	languageData: { commentTokens: { line: "#" } },
});

export function huml(): LanguageSupport {
	return new LanguageSupport(language);
}
