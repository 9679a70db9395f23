/** The time of the turn that brought an event, in ms: the kernel stamps every event that reaches a durable machine. */
export function timeOf(event: { readonly type: string }): number {
	return (event as { at?: number }).at ?? 0;
}
