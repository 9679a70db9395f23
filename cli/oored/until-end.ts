import type { OpenServer } from "./open-server.ts";

export interface Terminal {
	/** One line for people, to stderr. */
	say(line: string): void;
}

/** A first signal stops in order, a second at once. */
export async function untilEnd(server: OpenServer, { say }: Terminal): Promise<number> {
	const signalled = Promise.withResolvers<NodeJS.Signals>();
	let signals = 0;
	const onSignal = (signal: NodeJS.Signals) => {
		if (++signals > 1) process.exit(130);
		signalled.resolve(signal);
	};
	process.on("SIGTERM", onSignal);
	process.on("SIGINT", onSignal);
	try {
		const signal = await Promise.race([signalled.promise, server.failed]);
		say(`Stopping (${signal}); once more stops at once. ${server.whatBecomesOfBuilds}`);
		await server.close();
		return 0;
	} catch (error) {
		say(`The supervision tree gave up: ${(error as Error).message}`);
		await server.close();
		return 1;
	} finally {
		process.off("SIGTERM", onSignal);
		process.off("SIGINT", onSignal);
	}
}
