import { closeSync, openSync, readlinkSync, symlinkSync } from "node:fs";
import { type Stream, streams } from "#db/vocabulary.ts";
import type { Logs } from "../doors.ts";
import { extentOf } from "./trim-log.ts";

/**
 * Before a launch, note where in the step's logs its output will begin: a second attempt of a step goes on behind
 * what the first one said. Nothing is noted of empty logs, which nearly all are: a file made costs more than the rest
 * of a launch. The first note holds, and nothing is awaited between looking for a claim and launching, so no byte of
 * this run has been moved when it is made. It is the target of a symbolic link, the one kind of file that comes into
 * being with its content.
 */
export function noteLogStart(file: string, logs: Logs, log: { buildId: string; stepIndex: number }): void {
	const sizes = streams.map((stream) => lengthOf(logs.path(log.buildId, log.stepIndex, stream)));
	if (sizes.every((size) => size === 0)) return;
	try {
		symlinkSync(sizes.join(" "), file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
}

/** Byte of the log at which the run's own output begins. */
export function readLogStart(file: string, stream: Stream): number {
	try {
		return Number(readlinkSync(file).split(" ")[streams.indexOf(stream)]);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
		throw error;
	}
}

function lengthOf(path: string): number {
	let fd: number | undefined;
	try {
		fd = openSync(path, "r");
		return extentOf(fd).length;
	} catch (error) {
		// A folder in its place: who writes will say so.
		if (["ENOENT", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return 0;
		throw error;
	} finally {
		if (fd !== undefined) closeSync(fd);
	}
}
