import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether a program of a name is on a PATH, as a shell would look for it. */
export function programFinder(path: string): (name: string) => boolean {
	const folders = path.split(delimiter).filter(Boolean);
	return (name) =>
		folders.some((folder) => {
			try {
				accessSync(join(folder, name), constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
}
