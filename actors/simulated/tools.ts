/** What a tool is to a build: a fate strikes tools of a kind. */
export type ToolKind = "check" | "test" | "build" | "other";

/** A program that scripts call, as it looks from outside. */
export interface Tool {
	/** Of the command line. */
	readonly pattern: RegExp;
	readonly kind: ToolKind;
	/** How long it takes. */
	readonly seconds: number;
	readonly says: readonly string[];
	/** On its stderr, where it fails. */
	readonly complains?: readonly string[];
	/** Files of some thousand bytes, relative to where it runs. */
	readonly leaves?: readonly string[];
}

const compilerComplains = [
	"lib/checkout/basket.dart:84:23: Error: The getter 'discount' isn't defined for the class 'LineItem'.",
	" - 'LineItem' is from 'package:shop/basket/line_item.dart'.",
	"    final price = item.discount ?? item.price;",
	"                       ^^^^^^^^",
	"Target kernel_snapshot_program failed: Exception",
	"",
	"FAILURE: Build failed with an exception.",
];

/** In this order: the first that fits a command is it. */
export const tools: readonly Tool[] = [
	{
		pattern: /\b(flutter|dart) pub get\b/,
		kind: "other",
		seconds: 4,
		says: [
			"Resolving dependencies...",
			"Downloading packages...",
			"  collection 1.19.1 (1.20.0 available)",
			"  go_router 17.0.1",
			"  riverpod 3.1.0",
			"  vector_math 2.2.0 (2.3.0 available)",
			"Got dependencies!",
			"2 packages have newer versions incompatible with dependency constraints.",
		],
	},
	{
		pattern: /\b(flutter|dart) analyze\b/,
		kind: "check",
		seconds: 6,
		says: ["Analyzing the workspace...", "", "No issues found! (ran in 5.2s)"],
		complains: [
			"  error • The getter 'discount' isn't defined for the type 'LineItem' • lib/checkout/basket.dart:84:23 • undefined_getter",
			"warning • Unused import: 'dart:async' • lib/checkout/basket.dart:3:8 • unused_import",
			"2 issues found. (ran in 5.6s)",
		],
	},
	{ pattern: /\b((flutter|dart|go) test|gotestsum|npm test)\b/, kind: "test", seconds: 12, says: [] },
	{
		pattern: /\bflutter build (apk|appbundle|aab)\b/,
		kind: "build",
		seconds: 18,
		says: [
			"Running Gradle task 'assembleRelease'...",
			'Font asset "MaterialIcons-Regular.otf" was tree-shaken, reducing it from 1645184 to 9812 bytes (99.4% reduction).',
			"> Task :app:compileFlutterBuildRelease",
			"> Task :app:mergeReleaseResources",
			"> Task :app:compileReleaseKotlin",
			"> Task :app:minifyReleaseWithR8",
			"> Task :app:packageRelease",
			"Running Gradle task 'assembleRelease'...                           17.8s",
			"✓ Built build/app/outputs/flutter-apk/app-release.apk (21.4MB)",
		],
		complains: compilerComplains,
		leaves: ["build/app/outputs/flutter-apk/app-release.apk", "build/app/outputs/bundle/release/app-release.aab"],
	},
	{
		pattern: /\b(flutter build (ipa|ios)|xcodebuild)\b/,
		kind: "build",
		seconds: 22,
		says: [
			"Archiving com.northwind.shop...",
			"Automatically signing iOS for device deployment using specified development team: A1B2C3D4E5",
			"Running pod install...                                              2.9s",
			"Running Xcode build...",
			"Xcode archive done.                                                15.1s",
			"Building App Store IPA...                                           3.7s",
			"✓ Built IPA to build/ios/ipa (18.9MB)",
		],
		complains: compilerComplains,
		leaves: ["build/ios/ipa/Shop.ipa", "build/ios/archive/Runner.dSYM.zip"],
	},
	{
		pattern: /\bmake dist\b/,
		kind: "build",
		seconds: 8,
		says: ["GOOS=linux GOARCH=arm64 go build -o dist/release-tools ./cmd/release", "zip -q dist/release-tools.zip"],
		complains: ["cmd/release/main.go:41:17: undefined: manifest.Verify", "make: *** [Makefile:12: dist] Error 1"],
		leaves: ["dist/release-tools.zip"],
	},
	{
		pattern: /\b(make lint|golangci-lint)\b/,
		kind: "check",
		seconds: 4,
		says: ["golangci-lint run ./...", "0 issues."],
		complains: [
			"manifest/verify.go:28:2: ineffectual assignment to err (ineffassign)",
			"1 issues:",
			"* ineffassign: 1",
		],
	},
	{
		pattern: /\bpod install\b/,
		kind: "other",
		seconds: 5,
		says: [
			"Analyzing dependencies",
			"Downloading dependencies",
			"Installing Flutter (1.0.0)",
			"Generating Pods project",
			"Pod installation complete! There are 6 dependencies from the Podfile and 9 total pods installed.",
		],
	},
	{
		pattern: /\bnpm (ci|install)\b/,
		kind: "other",
		seconds: 5,
		says: ["added 412 packages in 4s", "found 0 vulnerabilities"],
	},
];

/** A command that is none of them. */
export const unknownTool: Tool = { pattern: /$/, kind: "other", seconds: 1, says: [] };

export function toolOf(command: string): Tool {
	return tools.find(({ pattern }) => pattern.test(command)) ?? unknownTool;
}
