/** The same bounds as for YAML: the largest pipelines of people have a twentieth of it. */
export const longestDocument = 1024 * 1024;
export const deepest = 64;
export const mostValues = 100_000;
