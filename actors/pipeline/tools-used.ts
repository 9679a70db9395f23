import type { Pipeline } from "./pipeline.ts";

/** Commands of codemagic-cli-tools, which every machine of Codemagic has. */
const codemagicTools = [
	"xcode-project",
	"keychain",
	"app-store-connect",
	"google-play",
	"android-app-bundle",
	"android-keystore",
	"universal-apk",
	"firebase-app-distribution",
] as const;

/** Those that a pipeline's scripts call, with the workflow of the first call. Pure. */
export function toolsUsed({ workflows }: Pipeline): { readonly tool: string; readonly workflow: string }[] {
	return codemagicTools.flatMap((tool) => {
		const call = new RegExp(`(^|[\\s;&|(])${tool}(\\s|$)`);
		const user = workflows.find(({ scripts, publishing }) =>
			[...scripts, ...publishing].some(({ script }) => call.test(script)),
		);
		return user ? [{ tool, workflow: user.id }] : [];
	});
}

/** What to do about one that the machine does not have. */
export function missingTool(tool: string): string {
	return `Its scripts call ${tool}, which is not on the PATH here: install it with "pip3 install codemagic-cli-tools".`;
}
