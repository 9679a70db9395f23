import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import pLimit, { type LimitFunction } from "p-limit";
import type { Folders, Git } from "../doors.ts";
import { Refusal } from "../refusals.ts";
import { sweep } from "../runner/local/sweep.ts";
import { checkRefName, isCommitId } from "../webhook/ref-name.ts";
import { ensureMirror, makeGitFolder, removeLocks } from "./bare-folder.ts";
import { redactCloneUrl } from "./clone-url.ts";
import { type GitEnvironment, GitFailed, gitOf, type RunGit } from "./git.ts";
import { retryFetch } from "./retry-fetch.ts";

/** What one repository's mirror is known to hold, and the line before its door: one git at a time writes to it. */
interface Mirror {
	readonly folder: string;
	readonly cookie: string;
	readonly line: LimitFunction;
	/** Commits seen in it, newest last. */
	readonly commits: Set<string>;
	/** When the last good fetch of a ref began (monotonic ms), newest last. */
	readonly fetchedAt: Map<string, number>;
	/** Made, and cleared of what a killed server left. */
	ready: Promise<void> | undefined;
}

/** Files read at a commit never change: deliveries of one commit read them once. */
const rememberedReads = 200;
const rememberedCommits = 1_000;
const rememberedRefs = 1_000;
const largestConfig = 2 * 1024 * 1024;

/** One bare mirror per repository, fetched once per event; workspaces borrow its objects without a download. */
export function makeGit(folders: Pick<Folders, "mirrors">, machine: GitEnvironment): Git {
	const run = gitOf(machine);
	const mirrors = new Map<string, Mirror>();
	const looks = new Map<string, Look>();

	function mirrorOf(repositoryId: string): Mirror {
		const known = mirrors.get(repositoryId);
		if (known) return known;
		const mirror: Mirror = {
			folder: join(folders.mirrors, `${repositoryId}.git`),
			cookie: `OORE_MIRROR=${join(folders.mirrors, repositoryId)}`,
			line: pLimit(1),
			commits: new Set(),
			fetchedAt: new Map(),
			ready: undefined,
		};
		mirrors.set(repositoryId, mirror);
		return mirror;
	}

	return {
		fetch: async (order, signal) => {
			const mirror = mirrorOf(order.repositoryId);
			checkRef(order.ref, order.repositoryId);
			const askedAt = performance.now();
			return mirror.line(() => fetchCommit(run, mirror, order, askedAt, signal));
		},
		async look({ repositoryId, commit, paths }, signal) {
			await prepare(mirrorOf(repositoryId));
			const key = [repositoryId, commit, ...paths].join("\n");
			const found = looks.get(key) ?? (await look(run, mirrorOf(repositoryId), commit, paths, signal));
			if (found) looks.set(key, found);
			forgetOldest(looks, rememberedReads);
			return found;
		},
		changedFiles: ({ repositoryId, from, to }, signal) => changedFiles(run, mirrorOf(repositoryId), from, to, signal),
		checkout: async ({ repositoryId, commit, folder }, signal) => {
			const mirror = mirrorOf(repositoryId);
			await prepare(mirror);
			await checkOut(run, mirror, commit, folder, signal);
		},
		removeCheckout: ({ folder }) => rm(folder, { recursive: true, force: true }),
		async defaultRef({ repositoryId, cloneUrl }, signal) {
			const mirror = mirrorOf(repositoryId);
			await prepare(mirror);
			const answer = await run(["ls-remote", "--symref", "--", cloneUrl, "HEAD"], {
				gitDir: mirror.folder,
				cookie: mirror.cookie,
				signal,
			}).catch((error: unknown) => {
				throw inWords(error, cloneUrl, "HEAD");
			});
			const ref = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(answer.toString("utf8"))?.[1];
			if (!ref) throw new Refusal("ref_not_found", { ref: "default branch", repository: redactCloneUrl(cloneUrl) });
			return ref;
		},
	};
}

type FetchOrder = Parameters<Git["fetch"]>[0];

async function fetchCommit(
	run: RunGit,
	mirror: Mirror,
	order: FetchOrder,
	askedAt: number,
	signal: AbortSignal,
): Promise<{ commit: string }> {
	if (order.commit !== undefined && mirror.commits.has(order.commit)) return { commit: order.commit };
	await prepare(mirror);
	const call = { gitDir: mirror.folder, cookie: mirror.cookie, signal };
	// Of events that come together one fetch is for all: what began after this was asked has brought it.
	if ((mirror.fetchedAt.get(order.ref) ?? Number.NEGATIVE_INFINITY) < askedAt) {
		const beganAt = performance.now();
		await fetchInto(run, call, order.cloneUrl, `+${order.ref}:${order.ref}`, order.ref);
		remember(mirror.fetchedAt, order.ref, beganAt);
	}
	const tip = order.ref.startsWith("refs/tags/") ? undefined : await looseRef(mirror.folder, order.ref);
	const commit =
		tip !== undefined && (order.commit === undefined || order.commit === tip) ? tip : await resolve(run, call, order);
	mirror.commits.add(commit);
	forgetOldest(mirror.commits, rememberedCommits);
	return { commit };
}

type Call = Parameters<RunGit>[1];

async function fetchInto(run: RunGit, call: Call, cloneUrl: string, what: string, name: string): Promise<void> {
	const quiet = [
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"--no-auto-maintenance",
		"--no-recurse-submodules",
		"--force",
	];
	const fetching = () => run(["fetch", ...quiet, "--end-of-options", cloneUrl, what], call);
	await retryFetch(fetching, call.signal).catch((error: unknown) => {
		throw inWords(error, cloneUrl, name);
	});
}

/** The commit meant: a tag's, one below the tip, or one that the ref has left behind and the remote still gives out. */
async function resolve(run: RunGit, call: Call, { ref, commit, cloneUrl }: FetchOrder): Promise<string> {
	const wanted = commit ?? ref;
	const found = await peel(run, call, wanted);
	if (found) return found;
	if (commit !== undefined && isCommitId(commit)) {
		await fetchInto(run, call, cloneUrl, commit, commit).catch(() => undefined);
		const late = await peel(run, call, commit);
		if (late) return late;
	}
	throw new Refusal("commit_not_found", { sha: wanted, repository: redactCloneUrl(cloneUrl) });
}

async function peel(run: RunGit, call: Call, name: string): Promise<string | undefined> {
	const answer = await run(["cat-file", "--batch-check=%(objectname) %(objecttype)"], {
		...call,
		input: `${name}^{commit}\n`,
	});
	const [id, type] = answer.toString("utf8").trim().split(" ");
	return type === "commit" ? id : undefined;
}

/** A ref that was just fetched is a file of its own. */
async function looseRef(folder: string, ref: string): Promise<string | undefined> {
	const text = await readFile(join(folder, ref), "utf8").catch(() => "");
	return isCommitId(text.trim()) ? text.trim() : undefined;
}

type Look = NonNullable<Awaited<ReturnType<Git["look"]>>>;

async function look(
	run: RunGit,
	mirror: Mirror,
	commit: string,
	paths: readonly string[],
	signal: AbortSignal,
): Promise<Look | undefined> {
	const input = [`${commit}\n`, ...paths.map((path) => `${commit}:${path}\n`)].join("");
	const answer = await run(["cat-file", "--batch"], { gitDir: mirror.folder, cookie: mirror.cookie, input, signal });
	const [own, ...files] = readBatch(answer, paths.length + 1);
	if (own?.type !== "commit") return undefined;
	// The headers of a commit end with an empty line.
	const message = own.body.subarray(own.body.indexOf("\n\n") + 2).toString("utf8");
	const at = files.findIndex(({ type }) => type === "blob");
	const [path, found] = [paths[at], files[at]];
	return { message, file: path === undefined || !found ? undefined : { path, text: found.body.toString("utf8") } };
}

/** Answers of `cat-file --batch`: `name type size`, the bytes and a newline; or `name missing`. */
function readBatch(answer: Buffer, count: number): { type: string; body: Buffer }[] {
	let rest = answer;
	return Array.from({ length: count }, () => {
		const end = rest.indexOf(10);
		const [, type = "", size] = rest.subarray(0, end).toString("utf8").split(" ");
		const isObject = type === "blob" || type === "tree" || type === "commit" || type === "tag";
		const length = isObject ? Number(size) : 0;
		const body = rest.subarray(end + 1, end + 1 + Math.min(length, largestConfig));
		rest = rest.subarray(end + 1 + (isObject ? length + 1 : 0));
		return { type, body };
	});
}

async function changedFiles(
	run: RunGit,
	mirror: Mirror,
	from: string,
	to: string,
	signal: AbortSignal,
): Promise<readonly string[] | undefined> {
	const call = { gitDir: mirror.folder, cookie: mirror.cookie, signal };
	try {
		const answer = await run(["diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to], call);
		return answer.toString("utf8").split("\0").filter(Boolean);
	} catch (error) {
		if (error instanceof GitFailed) return undefined;
		throw error;
	}
}

/** A repository of its own that borrows the mirror's objects: what a build does to it, the mirror does not see. */
async function checkOut(
	run: RunGit,
	mirror: Mirror,
	commit: string,
	folder: string,
	signal: AbortSignal,
): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const gitDir = join(folder, ".git");
	await makeGitFolder(gitDir, { bare: false, head: commit, alternate: join(mirror.folder, "objects") });
	await run(["read-tree", "-u", "--reset", commit], { gitDir, workTree: folder, cookie: mirror.cookie, signal }).catch(
		(error: unknown) => {
			if (!(error instanceof GitFailed)) throw error;
			if (
				/not a tree|bad object|not a valid object|unable to read|failed to unpack tree|Not a valid/i.test(error.said)
			) {
				throw new Refusal("commit_not_found", { sha: commit, repository: "the mirror" }, error);
			}
			throw new Refusal("workspace_failed", { reason: error.said }, error);
		},
	);
}

function prepare(mirror: Mirror): Promise<void> {
	mirror.ready ??= (async () => {
		// A git that a killed server left behind may still hold its locks: first it goes, then they do.
		await sweep(mirror.cookie);
		await ensureMirror(mirror.folder);
		await removeLocks(mirror.folder);
	})().catch((error: unknown) => {
		mirror.ready = undefined;
		throw error;
	});
	return mirror.ready;
}

/** Full names only, and none that could be taken for an option. */
function checkRef(ref: string, repository: string): void {
	const name = /^refs\/(?:heads|tags|pull|merge-requests)\/(.+)$/s.exec(ref)?.[1];
	if (name === undefined || checkRefName(name) !== true) throw new Refusal("ref_not_found", { ref, repository });
}

function inWords(error: unknown, cloneUrl: string, ref: string): unknown {
	if (!(error instanceof GitFailed)) return error;
	const repository = redactCloneUrl(cloneUrl);
	if (/couldn't find remote ref/i.test(error.said)) return new Refusal("ref_not_found", { ref, repository }, error);
	const reason =
		error.said
			.split("\n")
			.findLast((line) => line.startsWith("fatal:"))
			?.replace(/^fatal:\s*/, "") ?? error.said;
	return new Refusal("fetch_failed", { repository, reason: reason || "git gave no reason" }, error);
}

function remember(times: Map<string, number>, name: string, at: number): void {
	times.delete(name);
	times.set(name, at);
	forgetOldest(times, rememberedRefs);
}

function forgetOldest(
	collection: { readonly size: number; keys(): Iterator<string>; delete(key: string): boolean },
	most: number,
): void {
	if (collection.size <= most) return;
	const oldest = collection.keys().next();
	if (!oldest.done) collection.delete(oldest.value);
}
