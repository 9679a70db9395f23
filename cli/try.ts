import type { Assets } from "./oored/open-server.ts";
import type { Io } from "./program.ts";
export async function tryIt(_e: unknown, _a: Assets, io: Io, _o: { once: boolean }): Promise<number> { io.say("soon"); return 1; }
