import { assign, setup } from "xstate";
import { durable, Kernel, permanent, supervisor } from "./index.ts";
import { jsonStore } from "./json-store.ts";

const light = setup({
	types: { context: {} as { rounds: number } },
	actions: { count: assign({ rounds: ({ context }) => context.rounds + 1 }) },
}).createMachine({
	id: "light",
	context: { rounds: 0 },
	initial: "green",
	states: {
		green: { after: { 2000: "red" } },
		red: { after: { 2000: { target: "green", actions: "count" } } },
	},
});
const tree = supervisor("one_for_one", { intensity: 3, periodMs: 5_000 }, [permanent("light", durable(light))]);
const kernel = new Kernel({ store: jsonStore(process.argv[2] ?? "light.json"), tree });
kernel.start();

for await (const entries of kernel.feed.read({ after: 0, signal: new AbortController().signal })) {
	for (const { id, address, state, patch } of entries)
		process.stdout.write(`${id} ${address} ${state} ${patch ?? ""}\n`);
}
