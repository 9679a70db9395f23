/** What the API answered to a page that is being rendered. */
export interface RawAnswer {
	readonly status: number;
	readonly body: string;
	readonly link: string | undefined;
}

/** What the server gives along with a request to a page. */
export interface PageRequest extends Request {
	/** Ask the API on behalf of who asks for the page. */
	readonly api: (path: string) => Promise<RawAnswer>;
	/** Of the page's own scripts. */
	readonly nonce: string;
	/** The server's log tells of the request under it. */
	readonly id: string;
	/** Note in the log what ended the page. */
	readonly failed: (error: unknown) => void;
}
