import type { Provider } from "#db/vocabulary.ts";

/** What a demo shows; `normal` is another word for `default`. */
export const scenarioNames = ["default", "normal", "github_error", "gitlab_error", "build_failures"] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What becomes of the builds of a commit. `abandoned` ones are cancelled by somebody. */
export type Fate = "well" | "testsFail" | "doesNotCompile" | "hangs" | "cannotStart" | "killed" | "abandoned";

export interface Scenario {
	/** The provider that answers nothing of late. */
	readonly faulty: Provider | undefined;
	/** How often what happens. */
	readonly fates: Readonly<Record<Fate, number>>;
	/** What happened before, one after another and again from the beginning, where nothing else is told. */
	readonly past: readonly Fate[];
}

const usual = { well: 76, testsFail: 11, doesNotCompile: 5, hangs: 2, cannotStart: 1, killed: 1, abandoned: 4 };
const unlucky = { well: 14, testsFail: 30, doesNotCompile: 16, hangs: 12, cannotStart: 12, killed: 8, abandoned: 8 };
const good: readonly Fate[] = ["well"];
const bad: readonly Fate[] = ["testsFail", "doesNotCompile", "hangs", "well", "cannotStart", "testsFail", "killed"];

export function scenarioOf(name: ScenarioName): Scenario {
	switch (name) {
		case "default":
		case "normal":
			return { faulty: undefined, fates: usual, past: good };
		case "github_error":
			return { faulty: "github", fates: usual, past: good };
		case "gitlab_error":
			return { faulty: "gitlab", fates: usual, past: good };
		case "build_failures":
			return { faulty: undefined, fates: unlucky, past: bad };
	}
}
