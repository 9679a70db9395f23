import type { Build } from "#http/contract/builds.ts";
import type { Repository } from "#http/contract/repositories.ts";
import type { Context } from "./context.ts";
import { NotFound } from "./not-found.ts";

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** A build by id, the beginning of one, the URL of one, or `last`. */
export async function findBuild(context: Context, given: string | undefined): Promise<Build> {
	const client = context.client();
	const text = (/builds\/([0-9A-Za-z]+)/.exec(given ?? "")?.[1] ?? given ?? "").toUpperCase();
	if (ulid.test(text)) return client.build(text);
	if (text === "LAST") {
		const [latest] = await client.builds({ limit: 1 });
		if (!latest) throw new NotFound("There is no build yet. Start one with oore build trigger <repository>.");
		return latest;
	}
	if (!/^[0-9A-HJKMNP-TV-Z]{2,25}$/.test(text))
		throw new NotFound(`"${given}" is not a build: give its id, the beginning of it, or "last".`);
	const found = await client.builds({ id: text, limit: 2 });
	if (found.length > 1) throw new NotFound(`More than one build begins with ${text}. Give more of its id.`);
	if (!found[0]) throw new NotFound(`No build begins with ${text}.`);
	return found[0];
}

/** A repository by id, or by owner and name. */
export async function findRepository(context: Context, given: string | undefined): Promise<Repository> {
	const client = context.client();
	const text = given ?? "";
	if (ulid.test(text.toUpperCase())) return client.repository(text.toUpperCase());
	const all = await client.repositories();
	const found = all.filter(
		(repository) => `${repository.owner}/${repository.repo_name}` === text || repository.name === text,
	);
	if (found.length > 1) throw new NotFound(`More than one repository is called ${text}. Give its id.`);
	if (!found[0]) throw new NotFound(`There is no repository "${text}". See oore repo list.`);
	return found[0];
}
