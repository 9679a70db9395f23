import { Refusal } from "./refusals.ts";

/** For `catch`: a disk without room is an answer that the user can act on; anything else is thrown as it is. */
export function whenDiskFull(path: string): (error: unknown) => never {
	return (error) => {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOSPC" || code === "EDQUOT") throw new Refusal("disk_full", { path }, error);
		throw error;
	};
}
