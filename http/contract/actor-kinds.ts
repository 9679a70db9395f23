/** Kinds of actors, and what the stream calls its events: a browser hears of those that it knows by name. */
export const actorKinds = ["build", "janitor", "queue", "repository", "step", "supervisor", "webhook"] as const;
