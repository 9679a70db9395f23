/** Where a repository's pipeline is looked for, first match first. */
export const configFiles = ["oore", "codemagic"].flatMap((name) =>
	["huml", "yaml", "yml"].flatMap((ending) => [`${name}.${ending}`, `.${name}.${ending}`]),
);
