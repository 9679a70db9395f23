import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** What a push would tell. */
export interface SamplePush {
	readonly ref: string;
	readonly commit: string;
}

const pipeline = `# The pipeline of the sample: push to this repository and Oore runs it.
workflows:
  hello:
    name: Hello
    environment:
      vars:
        GREETING: Hello from Oore
    scripts:
      - name: Look around
        script: |
          echo "Branch $OORE_BRANCH at $OORE_COMMIT_SHA"
          ls -1
      - name: Test
        script: |
          for test in one two three; do
            echo "test $test ... ok"
            sleep 0.3
          done
      - name: Build
        script: |
          mkdir -p build
          printf '%s\\n' "$GREETING" "$OORE_BUILD_ID" > build/hello.txt
          echo "built build/hello.txt"
      - name: Check
        script: grep -q Oore build/hello.txt && echo "it says what it should"
    artifacts:
      - build/*.txt
`;

/** A real git repository with a pipeline, made at first and given a new commit each time. */
export async function pushSample(folder: string, path: string, at: Date): Promise<SamplePush> {
	const git = async (...args: string[]) => {
		const who = [
			"-c",
			"user.name=Oore",
			"-c",
			"user.email=sample@localhost",
			"-c",
			"commit.gpgsign=false",
			"-c",
			"core.hooksPath=/dev/null",
		];
		const env = { PATH: path, HOME: folder, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
		return (await exec("git", [...who, ...args], { cwd: folder, env })).stdout.trim();
	};
	await mkdir(folder, { recursive: true, mode: 0o700 });
	if (!existsSync(join(folder, ".git"))) {
		await git("init", "--quiet", "--initial-branch=main");
		await writeFile(join(folder, "oore.yaml"), pipeline);
		await writeFile(join(folder, "README.md"), "# A sample\n\nChange oore.yaml, commit, and run the trial again.\n");
	}
	await git("add", "--all");
	await git("commit", "--quiet", "--allow-empty", "--message", `A push at ${at.toISOString()}`);
	return { ref: "refs/heads/main", commit: await git("rev-parse", "HEAD") };
}
