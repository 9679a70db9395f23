import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

declare const OORE_BUNDLED: boolean | undefined;

/** Files that stay files beside a bundle. */
export interface Assets {
	readonly migrations: string;
	readonly digestWorker: URL;
	/** The built dashboard; undefined when it was never built. */
	readonly dashboard: string | undefined;
	readonly version: string;
}

/** One folder up from here is the checkout's root, and so it is from the bundle in `dist/`. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Those of the checkout or package that this program is part of. */
export function ownAssets(): Assets {
	const dashboard = join(root, "web", "dist");
	const bundled = typeof OORE_BUNDLED !== "undefined" && OORE_BUNDLED;
	return {
		migrations: join(root, "db", "migrations"),
		digestWorker: new URL(`file://${join(root, bundled ? "dist/digest.worker.js" : "runtime/digest.worker.ts")}`),
		dashboard: existsSync(join(dashboard, "server", "entry-server.js")) ? dashboard : undefined,
		version: ownVersion(),
	};
}

export function ownVersion(): string {
	return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}
