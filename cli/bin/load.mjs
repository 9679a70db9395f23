import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * The bundle of a program. In a checkout it is made again whenever the sources changed; a published package has only
 * the bundle.
 */
export async function load(name) {
	const builder = join(root, "cli", "build.ts");
	if (existsSync(builder)) {
		const { buildIfChanged } = await import(pathToFileURL(builder).href);
		await buildIfChanged(root);
	}
	return import(pathToFileURL(join(root, "dist", `${name}.js`)).href);
}
