import { describe, expect, test } from "vitest";
import { type Options, runProgram } from "../../cli/program.ts";

async function run(...argv: string[]) {
	let out = "";
	const said: string[] = [];
	let heard: { args: readonly unknown[]; options: Options } | undefined;
	const code = await runProgram(
		{
			name: "prog",
			version: "1.2.3",
			description: "A program.",
			options: [["--json", "As JSON"]],
			commands: [
				{
					usage: "build show <id> [more]",
					description: "Show a build",
					examples: ["build show 1"],
					options: [
						["--password <text>", "A secret"],
						["--tag <tag>", "Several"],
						["-f, --follow", "Go on"],
					],
					run: async (args, options) => {
						heard = { args, options };
						return 0;
					},
				},
				{ usage: "build list", description: "List", run: async () => 0 },
			],
		},
		argv,
		{ out: (text) => (out += text), say: (line) => said.push(line) },
	);
	return { code, out, said: said.join("\n"), args: heard?.args, options: heard?.options };
}

describe("values arrive exactly as they were typed", () => {
	test("a lone -, which stands for stdin, as an argument and as an option's value", async () => {
		const { args, options } = await run("build", "show", "-", "--password", "-");
		expect([args?.[0], options?.["password"]]).toEqual(["-", "-"]);
	});

	test.each(["0123", "1e5", "0x10", "1234567890123456789012345678901234567890", "-5", "Infinity", "1.10", "true"])(
		"%s",
		async (value) => {
			expect(
				(await run("build", "show", value.startsWith("-") ? "id" : value, `--password=${value}`)).options?.["password"],
			).toBe(value);
			if (!value.startsWith("-")) {
				expect((await run("build", "show", value)).args?.[0]).toBe(value);
				expect((await run("build", "show", "x", "--password", value)).options?.["password"]).toBe(value);
			}
		},
	);

	test("after -- whatever they look like", async () => {
		expect((await run("build", "show", "--", "--password")).args).toEqual(["--password", undefined]);
	});

	test("several of one flag", async () => {
		expect((await run("build", "show", "x", "--tag", "1", "--tag", "02")).options?.["tag"]).toEqual(["1", "02"]);
	});
});

describe("a line that cannot be understood ends with 2 and a sentence", () => {
	test.each([
		[["biuld", "show", "x"], /Did you mean "prog build show"\?/],
		[["build"], /Did you mean "prog build show"\?/],
		[["nothing"], /There is no command "nothing"\./],
		[["build", "show"], /missing required args/i],
		[["build", "show", "x", "--unknown"], /unknown option "--unknown"/i],
		[["build", "show", "x", "--password"], /password.* (needs a value|value is missing)/i],
	])("%j", async (argv, sentence) => {
		const { code, said } = await run(...argv);
		expect(code).toBe(2);
		expect(said).toMatch(sentence);
	});
});

test("help has examples first, and the version is the version", async () => {
	const { code, out } = await run("build", "show", "--help");
	expect(code).toBe(0);
	expect(out.indexOf("Examples:")).toBeLessThan(out.indexOf("Usage:"));
	expect((await run("--help")).out).toContain("prog build show <id> [more]  Show a build");
	expect((await run()).out).toContain("prog build list");
	expect((await run("--version")).out).toBe("1.2.3\n");
});
