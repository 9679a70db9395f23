import { solidStart } from "@solidjs/start/config";
import { defineConfig } from "vite";

/** Run with this folder as the working directory: SolidStart looks for its routes from there. */
export default defineConfig({
	plugins: [solidStart({ appRoot: ".", devOverlay: false, serialization: { mode: "json" } })],
	build: { target: "es2024", reportCompressedSize: false },
});
