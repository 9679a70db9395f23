import type { ArtifactKind } from "#db/vocabulary.ts";

interface Kind {
	readonly kind: ArtifactKind;
	readonly contentType: string;
}

const kinds: readonly (readonly [suffix: string, kind: Kind])[] = [
	[".ipa", { kind: "IPA", contentType: "application/octet-stream" }],
	[".apk", { kind: "APK", contentType: "application/vnd.android.package-archive" }],
	[".aab", { kind: "AAB", contentType: "application/octet-stream" }],
	[".dsym.zip", { kind: "DSYM", contentType: "application/zip" }],
	[".app.zip", { kind: "APP", contentType: "application/zip" }],
	[".zip", { kind: "ZIP", contentType: "application/zip" }],
];

/** By name: what it is to people who build apps, and its media type. */
export function artifactKind(name: string): Kind {
	const lower = name.toLowerCase();
	const known = kinds.find(([suffix]) => lower.endsWith(suffix));
	return known?.[1] ?? { kind: "OTHER", contentType: "application/octet-stream" };
}
