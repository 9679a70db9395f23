#!/usr/bin/env node
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
	process.stderr.write(
		`Oore needs Node 24 or newer; this is ${process.version}. Start it through npm (npm start, npm run try), which uses the Node 24 installed with it, or put node_modules/.bin first on your PATH.\n`,
	);
	process.exit(1);
}
const { load } = await import("./load.mjs");
const { main } = await load("oored");
process.exitCode = await main(process.argv.slice(2), process.env);
