import { expect, test } from "vitest";
import { GitFailed } from "#actors/repository/git.ts";
import { retryFetch } from "#actors/repository/retry-fetch.ts";

const never = new AbortController().signal;
const failed = (said: string) => new GitFailed(["fetch"], 128, said);
/** Fails with each in turn, then answers; counts how often it was asked. */
function answering(...errors: Error[]) {
	const its = {
		asked: 0,
		work: async () => {
			const error = errors[its.asked++];
			if (error) throw error;
			return "done";
		},
	};
	return its;
}

test.each([
	"fatal: unable to access 'https://x/': Could not resolve host: x",
	"fatal: unable to connect to x: Connection refused",
	"error: RPC failed; curl 56 GnuTLS recv error",
	"fatal: the remote end hung up unexpectedly",
	"fatal: unable to access 'https://x/': The requested URL returned error: 502",
])("is tried again after %j", async (said) => {
	const its = answering(failed(said), failed(said));
	expect(await retryFetch(its.work, never, [0, 0])).toBe("done");
	expect(its.asked).toBe(3);
});

test.each([
	failed("fatal: couldn't find remote ref refs/heads/x"),
	failed("fatal: Authentication failed for 'https://x/'"),
	failed("fatal: unable to access 'https://x/': The requested URL returned error: 404"),
	new Error("Connection refused, but not by git"),
])("is not tried again after %o", async (error) => {
	const its = answering(error);
	await expect(retryFetch(its.work, never, [0, 0])).rejects.toBe(error);
	expect(its.asked).toBe(1);
});

test("gives up with the last reason, and at once when it is told to stop", async () => {
	const refused = failed("Connection refused");
	await expect(retryFetch(answering(refused, refused, refused).work, never, [0, 0])).rejects.toBe(refused);
	await expect(retryFetch(answering(refused).work, AbortSignal.abort(new Error("enough")), [60_000])).rejects.toThrow();
});
