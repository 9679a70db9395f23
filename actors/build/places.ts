import type { Folders } from "../doors.ts";

/** Where a build lives on this machine; all absolute. */
export interface Places {
	/** What its scripts work in; made before, kept until retention removes it. */
	readonly workspace: string;
	/** What its steps leave for each other and for the artifacts. */
	readonly own: string;
	/** Parent of the steps' run folders. */
	readonly runs: string;
}

/** Its own files are beside git's, so that they come and go with the workspace and no glob finds them. */
export function placesOf(folders: Pick<Folders, "workspaces" | "runs">, buildId: string): Places {
	const workspace = `${folders.workspaces}/${buildId}`;
	return { workspace, own: `${workspace}/.git/oore`, runs: `${folders.runs}/${buildId}` };
}
