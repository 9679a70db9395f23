import type { DocumentNode, MappingNode } from "./document.ts";
import type { Script } from "./pipeline.ts";
import { readScript } from "./read-script.ts";
import { below, member, type Values } from "./read-values.ts";

/** What each part would do, and what happens instead. */
const parts: Readonly<Record<string, string>> = {
	email: "No e-mail is sent so far.",
	slack: "Nothing is sent to Slack so far.",
	discord: "Nothing is sent to Discord so far.",
	webhooks: "No webhook is sent so far.",
	app_store_connect: "Nothing is sent to App Store Connect so far: a script under publishing.scripts can.",
	google_play: "Nothing is sent to Google Play so far: a script under publishing.scripts can.",
	firebase: "Nothing is sent to Firebase so far: a script under publishing.scripts can.",
	partner_center: "Nothing is sent to the Partner Center so far: a script under publishing.scripts can.",
	github_releases: "No release is made so far: a script under publishing.scripts can.",
	browserstack: "Nothing is sent to BrowserStack so far: a script under publishing.scripts can.",
};
const keys = ["scripts", ...Object.keys(parts)];

/** The scripts that run after everything else; of the rest what it needs is checked, and what happens instead is said. */
export function readPublishing(values: Values, workflow: MappingNode, path: string): Script[] {
	const node = member(workflow, "publishing");
	const mapping = node && values.mapping(node, path, "publishing");
	if (!mapping) return [];
	for (const [key, entry] of mapping.entries) {
		const at = below(path, key);
		const instead = Object.hasOwn(parts, key) ? parts[key] : undefined;
		if (instead !== undefined) {
			values.problems.warn(entry.key, at, instead);
			checkPart(values, key, entry.value, at);
		} else if (!keys.includes(key)) values.problems.unknownKey(entry.key, at, key, keys);
	}
	const scripts = member(mapping, "scripts");
	const at = below(path, "scripts");
	return scripts
		? values.list(scripts, at, "scripts").flatMap((item, index) => readScript(values, item, below(at, index)) ?? [])
		: [];
}

/** The members without which a part could never do its work. */
const needed: Readonly<Record<string, readonly string[]>> = { email: ["recipients"], slack: ["channel"] };

function checkPart(values: Values, key: string, node: DocumentNode, path: string): void {
	const mapping = values.mapping(node, path, `publishing.${key}`);
	if (!mapping) return;
	for (const name of (Object.hasOwn(needed, key) && needed[key]) || [])
		if (!member(mapping, name)) values.problems.error(node, path, `publishing.${key} needs \`${name}\`.`);
}
