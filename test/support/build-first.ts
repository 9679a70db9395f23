import { join } from "node:path";
import { buildIfChanged } from "../../cli/build.ts";

/** Servers that start beside each other must not bundle beside each other. */
export default () => buildIfChanged(join(import.meta.dirname, "../.."));
