import type { AnyMachineSnapshot } from "xstate";
import type { repositories } from "#db/schema/tables.ts";
import type { RepositoryState } from "#db/vocabulary.ts";
import type { ProjectionMeta, Write } from "#runtime/index.ts";
import type { RepositoryContext } from "./repository.machine.ts";

/** The whole row but its secrets, which no snapshot ever holds. */
export function projectRepository(snapshot: AnyMachineSnapshot, { at }: ProjectionMeta): Write[] {
	const { rejected: _rejected, ...fields } = snapshot.context as RepositoryContext;
	const removed = snapshot.status !== "active";
	const row: Omit<typeof repositories.$inferInsert, "webhookSecret" | "webhookTokenHmac"> = {
		...fields,
		state: removed ? "inactive" : (snapshot.value as RepositoryState),
		updatedAt: at,
		removedAt: removed ? at : null,
	};
	return [{ put: "repositories", row }];
}
