import type { Pipeline, Script } from "./pipeline.ts";
import { onEverything } from "./read-triggering.ts";

/** What is built where a repository says nothing: the usual checks of a Flutter project, else a hint that succeeds. */
export function defaultPipeline(hasPubspec: boolean): Pipeline {
	const scripts = hasPubspec ? ["flutter pub get", "flutter analyze", "flutter test"].map(named) : [hint];
	return {
		workflows: [
			{
				id: "default",
				name: "Default",
				labels: [],
				inputs: [],
				environment: {},
				groups: [],
				triggering: onEverything,
				when: {},
				scripts,
				artifacts: [],
				publishing: [],
			},
		],
	};
}

function named(script: string): Script {
	return { name: script, script, when: {}, testReports: [], ignoreFailure: false, retryOnInterrupt: false };
}

const hint: Script = {
	...named(`cat <<'END'
This repository has no pipeline yet. Add a file oore.yaml to it, for example:

workflows:
  default:
    scripts:
      - name: Test
        script: ./test.sh
END`),
	name: "How to add a pipeline",
};
