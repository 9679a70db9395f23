/** What was asked for is not there: exit code 6. */
export class NotFound extends Error {}
