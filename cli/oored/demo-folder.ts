import { existsSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseUnusable } from "#db/errors.ts";
import { hold } from "#db/holder.ts";

export interface DemoFolder {
	readonly path: string;
	/** With all that is in it. */
	remove(): void;
}

const prefix = "oore-demo-";
/** Of six characters that are made up. */
const name = /^oore-demo-\w{6}$/;
/** Held as long as the demo lives: a killed one lets go of it, too. */
const lockOf = (folder: string) => join(folder, "demo");

/** A folder for a demo, held from the moment it has its name: until then nobody takes it for a dead one. */
export function makeDemoFolder(parent: string): DemoFolder {
	const unnamed = mkdtempSync(join(parent, "oore-new-demo-"));
	const letGo = hold(lockOf(unnamed));
	const path = join(parent, `${prefix}${unnamed.slice(-6)}`);
	renameSync(unnamed, path);
	return {
		path,
		remove() {
			// Something may still be written when the process ends at once.
			rmSync(path, { recursive: true, force: true, maxRetries: 5 });
			letGo();
		},
	};
}

/** Remove what demos that were killed left behind. Answers how many there were. */
export function removeDeadDemos(parent: string): number {
	const own = process.getuid?.();
	return readdirSync(parent)
		.filter((entry) => name.test(entry))
		.map((entry) => join(parent, entry))
		.filter((folder) => isFolderOf(own, folder) && lstatSync(`${lockOf(folder)}.lock`, quiet)?.isFile())
		.filter(removeIfDead).length;
}

function removeIfDead(folder: string): boolean {
	const letGo = tryToHold(folder);
	if (!letGo) return false;
	// Another demo that begins now finds either all of it, held, or nothing.
	const gone = `${folder}-gone`;
	renameSync(folder, gone);
	rmSync(gone, { recursive: true, force: true, maxRetries: 5 });
	letGo();
	return true;
}

const quiet = { throwIfNoEntry: false } as const;

/** In a folder that all can write to there may be anything by that name. */
function isFolderOf(user: number | undefined, path: string): boolean {
	const found = lstatSync(path, quiet);
	return found?.isDirectory() === true && (user === undefined || found.uid === user);
}

/** Undefined when it lives, and when another demo was quicker. */
function tryToHold(folder: string): (() => void) | undefined {
	try {
		return hold(lockOf(folder));
	} catch (error) {
		if (error instanceof DatabaseUnusable || !existsSync(folder)) return undefined;
		throw error;
	}
}
