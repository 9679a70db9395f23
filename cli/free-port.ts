import { createServer } from "node:net";

/** The first port from `wanted` on that nobody listens on; 0 stays 0: the system chooses. */
export async function freePort(host: string, wanted: number): Promise<number> {
	for (let port = wanted; wanted !== 0 && port < wanted + 100; port++) if (await isFree(host, port)) return port;
	return 0;
}

function isFree(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen(port, host, () => probe.close(() => resolve(true)));
	});
}
