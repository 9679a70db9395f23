import { defineConfig } from "vitest/config";

const rooms = ["runtime", "actors", "db", "http", "cli", "web"];

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "fast",
					include: ["test/*.test.ts", ...rooms.map((room) => `test/${room}/**/*.test.ts`), "test/doors/*.test.ts"],
				},
			},
			{
				test: {
					name: "journeys",
					globalSetup: ["test/support/build-first.ts"],
					include: ["test/journeys/**/*.test.ts"],
					testTimeout: 120_000,
					hookTimeout: 60_000,
				},
			},
			{
				test: {
					name: "browser",
					globalSetup: ["test/support/build-first.ts"],
					include: ["test/browser/**/*.test.ts"],
					testTimeout: 90_000,
					hookTimeout: 60_000,
				},
			},
			{ test: { name: "crash", include: ["test/crash/**/*.test.ts"], testTimeout: 600_000 } },
		],
	},
});
