import { main } from "./main.ts";

/** `npm run dev`: the server from its sources, started again when one changes. */
process.exitCode = await main(process.argv.slice(2), process.env);
