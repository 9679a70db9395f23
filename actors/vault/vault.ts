import { open, type Place, seal } from "./aes-gcm.ts";
import { derive } from "./key.ts";

/** Keeps secrets for rows. */
export interface Vault {
	seal(secret: string, place: Place): string;
	/** @throws CannotOpen */
	open(sealed: string, place: Place): string;
	/** Makes the HMACs that are kept of GitLab tokens. */
	readonly gitlabPepper: Buffer;
}

/** @param pepper of an older installation; derived from the key when absent */
export function vaultOf(key: Buffer, pepper?: string): Vault {
	return {
		seal: (secret, place) => seal(key, secret, place),
		open: (sealed, place) => open(key, sealed, place),
		gitlabPepper: pepper === undefined ? derive(key, "oore gitlab webhook token") : Buffer.from(pepper, "utf8"),
	};
}
