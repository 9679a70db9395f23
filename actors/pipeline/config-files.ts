/** Where a repository's pipeline is looked for, first match first. */
export const configFiles = [
	...["oore.yaml", ".oore.yaml", "oore.yml", ".oore.yml"],
	...["codemagic.yaml", ".codemagic.yaml", "codemagic.yml", ".codemagic.yml"],
] as const;
