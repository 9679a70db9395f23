import { describe, expect, test } from "vitest";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";

/** Everything that Codemagic's documentation has, in one workflow. */
const everything = `
definitions:
  scripts:
    - &get { name: Get packages, script: flutter pub get }
workflows:
  release:
    name: Release of \${{ inputs.flavour }}
    instance_type: mac_mini_m2
    max_build_duration: 120
    working_directory: apps/mobile
    labels: [release, "\${TAG}"]
    inputs:
      flavour: { description: Which app, type: choice, options: [free, paid], default: free }
      notes: { type: string, required: true }
      count: { type: number, default: 3 }
      dry: { type: boolean, default: true }
    integrations: { app_store_connect: key }
    environment:
      android_signing: [keystore]
      ios_signing: { distribution_type: app_store, bundle_identifier: io.example }
      groups: [secrets, more]
      vars: { A: 1, SECRET: Encrypted(Z0FBQUFB) }
      flutter: { version: 3.16, channel: stable }
      xcode: 15.2
      cocoapods: default
      node: 20
      npm: 10
      java: 17
      ruby: 3.2
      ndk: r26
      unity: 2022.3
    cache: { cache_paths: [~/.pub-cache, $HOME/.gradle] }
    triggering:
      events: [push, pull_request, pull_request_labeled, tag]
      branch_patterns: [{ pattern: main, include: true, source: false }]
      cancel_previous_builds: true
    when:
      changeset: { includes: [apps/mobile], excludes: ["**/*.md"] }
      condition: not event.pull_request.draft
    scripts:
      - *get
      - { name: Test, script: flutter test, test_report: build/*.json, when: { condition: inputs.dry } }
      - { name: Build, script: flutter build ipa, condition: inputs.flavour == "paid", test_report: [a.xml, b.xml] }
    artifacts: [build/**/*.ipa, $CM_BUILD_DIR/x]
    publishing:
      email: { recipients: [a@b.c], notify: { success: false } }
      slack: { channel: "#builds", notify_on_build_start: true }
      app_store_connect: { auth: integration }
      google_play: { credentials: $KEY, track: internal }
      firebase: { firebase_service_account: $F }
      partner_center: { store_id: s }
      scripts: [{ name: Tell, script: echo told }]
`;

test("the whole vocabulary is understood; what does not happen here is said, once for each", () => {
	const { pipeline, errors, warnings } = parsePipeline(everything, "codemagic.yaml");
	expect(errors).toEqual([]);
	expect(warnings.map(({ path }) => path.replace("workflows.release.", ""))).toEqual([
		"instance_type",
		"integrations",
		"cache",
		...[
			"android_signing",
			"ios_signing",
			"flutter",
			"xcode",
			"cocoapods",
			"node",
			"npm",
			"java",
			"ruby",
			"ndk",
			"unity",
		].map((key) => `environment.${key}`),
		"environment.vars.SECRET",
		"triggering.events[2]",
		...["email", "slack", "app_store_connect", "google_play", "firebase", "partner_center"].map(
			(key) => `publishing.${key}`,
		),
	]);
	expect(pipeline.workflows).toMatchObject([
		{
			id: "release",
			workingDirectory: "apps/mobile",
			labels: ["release", "${TAG}"],
			groups: ["secrets", "more"],
			environment: { A: "1" },
			inputs: [
				{ id: "flavour", type: "choice", options: ["free", "paid"], default: "free", description: "Which app" },
				{ id: "notes", type: "string", required: true },
				{ id: "count", type: "number", default: 3 },
				{ id: "dry", type: "boolean", default: true },
			],
			triggering: { events: ["push", "pull_request", "tag"], cancelPrevious: true },
			when: {
				changeset: { includes: ["apps/mobile"], excludes: ["**/*.md"] },
				condition: "not event.pull_request.draft",
			},
			scripts: [
				{ name: "Get packages", when: {} },
				{ when: { condition: "inputs.dry" }, testReports: ["build/*.json"] },
				{ when: { condition: 'inputs.flavour == "paid"' }, testReports: ["a.xml", "b.xml"] },
			],
			artifacts: ["build/**/*.ipa", "$CM_BUILD_DIR/x"],
			publishing: [{ name: "Tell", script: "echo told" }],
		},
	]);
});

describe("an error in it has its place", () => {
	test.each([
		[
			"inputs: { 1a: {} }",
			'workflows.a.inputs.1a: "1a" cannot be the name of an input: letters, digits, _ and - only.',
		],
		[
			"inputs: { a: { type: text } }",
			'workflows.a.inputs.a.type: "text" is not a type of input. There are string, number, boolean, choice.',
		],
		["inputs: { a: { type: choice } }", "workflows.a.inputs.a: The input a is a choice: it needs `options`."],
		[
			"inputs: { a: { options: [x], default: y } }",
			'workflows.a.inputs.a.default: The default "y" is not among its options: x.',
		],
		[
			"inputs: { a: { type: number, default: many } }",
			'workflows.a.inputs.a.default: The default "many" is not a number.',
		],
		["when: { condition: not }", /^workflows\.a\.when\.condition: The condition cannot be read: /],
		[
			'when: { changeset: { includes: [""] } }',
			"workflows.a.when.changeset.includes[0]: An empty pattern matches no file.",
		],
		["publishing: { slack: {} }", "workflows.a.publishing.slack: publishing.slack needs `channel`."],
		[
			"publishing: { email: a@b.c }",
			"workflows.a.publishing.email: publishing.email must be a mapping of names to values.",
		],
		["publishing: { scripts: [{ name: x }] }", "workflows.a.publishing.scripts[0]: A script needs a `script`."],
		[
			"working_directory: /etc",
			"workflows.a.working_directory: working_directory must be inside the workspace: relative, without `..`.",
		],
		["cache: [a]", "workflows.a.cache: cache must be a mapping of names to values."],
	])("%s", (line, expected) => {
		const { errors } = parsePipeline(`workflows: { a: { scripts: [ls], ${line} } }`, "oore.yaml");
		expect(errors.map((problem) => formatProblem("f", problem).replace(/^\S+ /, ""))).toEqual([
			typeof expected === "string" ? expected : expect.stringMatching(expected),
		]);
	});
});
