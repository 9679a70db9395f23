import type { Ci } from "#actors/ci.ts";
import type { Chart } from "#runtime/index.ts";

/** What the routes stand on. */
export interface Deps {
	readonly ci: Ci;
	/** Bearer token of the API; without one only this machine is answered. */
	readonly adminToken: string | undefined;
	/** Where the outside reaches this server. */
	readonly baseUrl: () => string;
	/** Whether steps would find a program of this name. */
	readonly hasProgram: (name: string) => boolean;
	readonly version: string;
	readonly logLevel: string;
	/** Every machine's drawing, by kind. */
	readonly charts: ReadonlyMap<string, Chart>;
	readonly maxStreamsPerAddress: number;
	/** Another origin whose pages may ask the API; none when absent. */
	readonly dashboardOrigin: string | undefined;
	/** Folder of the built dashboard; absent where there is none. */
	readonly dashboard: string | undefined;
	/** Everything is simulated; no delivery is taken. */
	readonly demo: boolean;
}
