#!/usr/bin/env node
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
	process.stderr.write(
		`Oore needs Node 24 or newer; this is ${process.version}. Put the node_modules/.bin of its checkout first on your PATH: the Node 24 installed with it is there.\n`,
	);
	process.exit(1);
}
const { load } = await import("./load.mjs");
const { main } = await load("oore");
const interrupted = new AbortController();
process.once("SIGINT", () => {
	interrupted.abort(new Error("Interrupted."));
	// A second Ctrl-C does not wait for anything.
	process.once("SIGINT", () => process.exit(130));
});
// A reader that has seen enough, as in `oore build logs last | head`, is no fault.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main(process.argv.slice(2), {
	environment: process.env,
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	signal: interrupted.signal,
});
