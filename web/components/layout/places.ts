/** Pages of the menu; `g` and then the key leads there. */
export const places = [
	{ href: "/", name: "Dashboard", sign: "◫", key: "d" },
	{ href: "/builds", name: "Builds", sign: "▤", key: "b" },
	{ href: "/repositories", name: "Repositories", sign: "⎇", key: "r" },
	{ href: "/webhooks", name: "Webhooks", sign: "⇣", key: "w" },
	{ href: "/system", name: "System", sign: "◉", key: "s" },
	{ href: "/inspector", name: "Inspector", sign: "⌕", key: "i" },
] as const;
