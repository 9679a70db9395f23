import { expect, test } from "vitest";
import { makeLogs } from "#actors/log/log-hub.ts";

test("a stream of a step has one file, named as the journeys show", () => {
	expect(makeLogs("/logs").path("01J", 0, "stdout")).toBe("/logs/01J/step-0-stdout.log");
	expect(makeLogs("/logs").path("01J", -1, "stderr")).toBe("/logs/01J/step--1-stderr.log");
});

test("everybody who watches a stream is told, of that stream only, until they stop", () => {
	const logs = makeLogs("/logs");
	const heard: string[] = [];
	const stopFirst = logs.watch("b", 0, "stdout", (ended) => heard.push(`first ${ended}`));
	logs.watch("b", 0, "stdout", (ended) => heard.push(`second ${ended}`));
	logs.watch("b", 0, "stderr", () => heard.push("stderr"));
	logs.watch("b", 1, "stdout", () => heard.push("step 1"));
	logs.watch("c", 0, "stdout", () => heard.push("build c"));
	logs.touched("b", 0, "stdout", false);
	stopFirst();
	stopFirst();
	logs.touched("b", 0, "stdout", true);
	expect(heard).toEqual(["first false", "second false", "second true"]);
});

test("a listener may stop while it is told, and be there again", () => {
	const logs = makeLogs("/logs");
	let count = 0;
	const stop = logs.watch("b", 0, "stdout", () => {
		count++;
		stop();
	});
	logs.touched("b", 0, "stdout", false);
	logs.touched("b", 0, "stdout", false);
	expect(count).toBe(1);
	logs.watch("b", 0, "stdout", () => count++);
	stop();
	logs.touched("b", 0, "stdout", true);
	expect(count).toBe(2);
});
