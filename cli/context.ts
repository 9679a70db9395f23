import type { Client } from "#http/contract/client.ts";
import type { Style } from "./output/style.ts";
import type { Profiles } from "./profile.ts";
import type { Io, Options } from "./program.ts";

/** What every command of `oore` works with. */
export interface Context {
	readonly io: Io;
	readonly style: Style;
	readonly json: boolean;
	readonly now: () => number;
	/** The server meant by flags, environment and profile. */
	client(): Client;
	readonly profiles: Profiles;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
	/** Ask on the terminal; undefined when there is none. What is `hidden` is not shown while it is typed. */
	ask(question: string, options?: { readonly hidden?: boolean }): Promise<string | undefined>;
	readStdin(): Promise<string>;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** One chunk of bytes to stdout, waiting while it is full. */
	write(bytes: Uint8Array | string, to?: "stdout" | "stderr"): Promise<void>;
}

export type Run = (context: Context, args: readonly (string | undefined)[], options: Options) => Promise<number>;

/** A command with its context still to come. */
export interface CommandSpec {
	readonly usage: string;
	readonly description: string;
	readonly options?: readonly (readonly [flags: string, description: string])[];
	readonly examples?: readonly string[];
	readonly run: Run;
}

/** As JSON for programs, or as the text for people. */
export function answer(context: Context, value: unknown, text: () => string): void {
	context.io.out(context.json ? `${JSON.stringify(value, null, 2)}\n` : text());
}
