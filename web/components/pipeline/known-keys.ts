/** A key that the server's parser knows, for completion. */
export interface KnownKey {
	readonly key: string;
	/** What its value is, so that the right thing is typed behind it. */
	readonly is: "text" | "number" | "flag" | "list" | "mapping";
	readonly about: string;
	/** Words that the value, or an item of it, can be. */
	readonly words?: readonly string[];
	/** Codemagic's, understood and without effect here. */
	readonly idle?: true;
}

type Row = readonly [key: string, is: KnownKey["is"], about: string, words?: readonly string[]];

const keys = (...rows: readonly Row[]): KnownKey[] =>
	rows.map(([key, is, about, words]) => ({ key, is, about, ...(words && { words }) }));
const idle = (is: KnownKey["is"], about: string, ...names: readonly string[]): KnownKey[] =>
	names.map((key) => ({ key, is, about, idle: true }));

const conditions: readonly Row[] = [["when", "mapping", "Run only if this holds"]];
const whenKeys = keys(
	["changeset", "mapping", "Only if files that match were changed"],
	["condition", "text", 'Only if this is true, e.g. env.FLAVOR == "production"'],
);
const changesetKeys = keys(
	["includes", "list", "Patterns of files that count"],
	["excludes", "list", "Patterns of files that do not count"],
);
const scriptKeys = keys(
	["name", "text", "What the step is called"],
	["script", "text", "What is run"],
	["timeout", "number", "Seconds until it is stopped"],
	["working_directory", "text", "Where it runs, below the workspace"],
	["ignore_failure", "flag", "Go on even if it fails"],
	["retry_on_interrupt", "flag", "Run it again if the machine was restarted meanwhile"],
	["test_report", "text", "Pattern of JUnit or Flutter reports that it writes"],
	...conditions,
	["condition", "text", "Run it only if this is true"],
);
const shortPatterns = keys(
	["include", "list", "Patterns of names that start it"],
	["exclude", "list", "Patterns that win over these"],
);
const patternKeys = keys(
	["pattern", "text", "A name, with * and ** for anything"],
	["include", "flag", "Whether a match starts it (true)"],
	["source", "flag", "Of pull requests: look at the source branch (true) or the target"],
);

const workflowKeys = [
	...keys(
		["name", "text", "What it is called"],
		["max_build_duration", "number", "Minutes until a build is stopped"],
		["working_directory", "text", "Where its scripts run, below the workspace"],
		["labels", "list", "Shown with its builds"],
		["inputs", "mapping", "Values that are asked for when it is started by hand"],
		["environment", "mapping", "Variables, and groups of secrets"],
		["triggering", "mapping", "What starts it"],
		...conditions,
		["scripts", "list", "Its steps, one after the other"],
		["artifacts", "list", "Patterns of files to keep"],
		["publishing", "mapping", "What comes after the steps, after failures too"],
	),
	...idle("text", "The build runs on this server's machine", "instance_type"),
	...idle("mapping", "Has no effect here so far", "integrations", "cache", "signing"),
];

/** By the path of the mapping that has them: `*` is any name, `[]` an item of a list. */
export const knownKeys: Readonly<Record<string, readonly KnownKey[]>> = {
	"": keys(
		["workflows", "mapping", "By name, what can be built"],
		["definitions", "mapping", "Parts to be used in several places by anchors"],
	),
	"workflows/*": workflowKeys,
	"workflows/*/cache": idle("list", "Nothing is cached so far", "cache_paths"),
	"workflows/*/inputs/*": keys(
		["description", "text", "What it is for"],
		["type", "text", "What it is", ["string", "number", "boolean", "choice"]],
		["default", "text", "Its value where nobody gives one"],
		["required", "flag", "Whether it must be given"],
		["options", "list", "What a choice can be"],
		["name", "text", "What it is called"],
	),
	"workflows/*/environment": [
		...keys(
			["vars", "mapping", "Variables that every step sees"],
			["groups", "list", "Groups of secrets that it gets"],
		),
		...idle(
			"text",
			"Nothing is installed: the machine's own is used",
			...["flutter", "xcode", "cocoapods", "node", "npm", "java", "ruby", "ndk", "unity", "android_sdk"],
		),
		...idle("list", "Nothing is signed by the server so far", "android_signing", "ios_signing"),
	],
	"workflows/*/triggering": keys(
		["events", "list", "What it is started by", ["push", "pull_request", "tag"]],
		["branch_patterns", "list", "Which branches"],
		["tag_patterns", "list", "Which tags"],
		["cancel_previous_builds", "flag", "A newer build of the branch cancels those before it"],
	),
	"workflows/*/triggering/branch_patterns": shortPatterns,
	"workflows/*/triggering/branch_patterns/[]": patternKeys,
	"workflows/*/triggering/tag_patterns": shortPatterns,
	"workflows/*/triggering/tag_patterns/[]": patternKeys,
	"workflows/*/when": whenKeys,
	"workflows/*/when/changeset": changesetKeys,
	"workflows/*/scripts/[]": scriptKeys,
	"workflows/*/scripts/[]/when": whenKeys,
	"workflows/*/scripts/[]/when/changeset": changesetKeys,
	"workflows/*/publishing": [
		...keys(["scripts", "list", "Steps that run at the end, after failures too"]),
		...idle(
			"mapping",
			"Nothing is sent so far; a script can",
			...["email", "slack", "discord", "webhooks", "app_store_connect", "google_play", "firebase"],
			...["partner_center", "github_releases", "browserstack"],
		),
	],
	"workflows/*/publishing/scripts/[]": scriptKeys,
	"workflows/*/publishing/scripts/[]/when": whenKeys,
	"workflows/*/publishing/scripts/[]/when/changeset": changesetKeys,
};

const patterns = Object.entries(knownKeys).map(([path, its]) => ({ path: path === "" ? [] : path.split("/"), its }));

/** What the mapping at a path may have. */
export function keysAt(path: readonly string[]): readonly KnownKey[] {
	const fits = (pattern: readonly string[]) =>
		pattern.length === path.length &&
		pattern.every((part, at) => (part === "*" ? path[at] !== "[]" : part === path[at]));
	return patterns.find((each) => fits(each.path))?.its ?? [];
}
