/** What a program that runs ours can rely on. */
export const exitCodes = {
	ok: 0,
	failed: 1,
	usage: 2,
	notAllowed: 4,
	buildFailed: 5,
	notFound: 6,
	unreachable: 7,
	stillRunning: 8,
	interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesInWords: Readonly<Record<keyof typeof exitCodes, string>> = {
	ok: "it worked",
	failed: "it failed; the sentence on stderr says why",
	usage: "the command line cannot be understood",
	notAllowed: "the server wants another token",
	buildFailed: "the build failed or was cancelled (watch, --wait)",
	notFound: "there is no such thing",
	unreachable: "the server cannot be reached",
	stillRunning: "the build still runs after --timeout",
	interrupted: "interrupted with Ctrl-C",
};
