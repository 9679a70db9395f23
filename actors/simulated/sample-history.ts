import type { Happening } from "./traffic.ts";

/** What happened some hours before a demo began, oldest first. */
export const history: readonly (Happening & { readonly hoursAgo: number })[] = [
	{ hoursAgo: 214, repository: "northwind/shop-app", kind: "push" },
	{ hoursAgo: 206, repository: "northwind/design-kit", kind: "push", branch: "feature/waiting-button" },
	{ hoursAgo: 205, repository: "northwind/design-kit", kind: "review", branch: "feature/waiting-button" },
	{ hoursAgo: 190, repository: "harbor/mobile/courier-app", kind: "push" },
	{ hoursAgo: 189, repository: "harbor/mobile/courier-app", kind: "review", branch: "feature/torch" },
	{ hoursAgo: 188, repository: "infra/release-tools", kind: "push" },
	{ hoursAgo: 170, repository: "northwind/shop-app", kind: "review", branch: "feature/search", fate: "testsFail" },
	{ hoursAgo: 169, repository: "northwind/shop-app", kind: "review", branch: "feature/search" },
	{ hoursAgo: 166, repository: "northwind/shop-app", kind: "idle" },
	{ hoursAgo: 165, repository: "harbor/mobile/map-widgets", kind: "push" },
	{ hoursAgo: 150, repository: "harbor/mobile/courier-app", kind: "push", fate: "hangs" },
	{ hoursAgo: 149, repository: "harbor/mobile/courier-app", kind: "byHand" },
	{ hoursAgo: 140, repository: "northwind/shop-app", kind: "docs" },
	{ hoursAgo: 139, repository: "northwind/shop-app", kind: "skipped" },
	{ hoursAgo: 120, repository: "northwind/shop-app", kind: "tag", tag: "v2.4.0" },
	{ hoursAgo: 118, repository: "northwind/kiosk", kind: "push" },
	{ hoursAgo: 100, repository: "infra/release-tools", kind: "tag", tag: "v1.9.0" },
	{ hoursAgo: 97, repository: "harbor/mobile/map-widgets", kind: "push", fate: "doesNotCompile" },
	{ hoursAgo: 96, repository: "harbor/mobile/map-widgets", kind: "push" },
	{ hoursAgo: 76, repository: "northwind/shop-app", kind: "push", fate: "killed" },
	{ hoursAgo: 75, repository: "northwind/shop-app", kind: "byHand" },
	{ hoursAgo: 54, repository: "northwind/design-kit", kind: "push" },
	{
		hoursAgo: 53,
		repository: "harbor/mobile/courier-app",
		kind: "review",
		branch: "feature/detour",
		fate: "abandoned",
	},
	{ hoursAgo: 50, repository: "northwind/shop-app", kind: "review", branch: "feature/dark-mode" },
	{ hoursAgo: 49.997, repository: "northwind/shop-app", kind: "review", branch: "feature/dark-mode" },
	{ hoursAgo: 49, repository: "northwind/shop-app", kind: "broken", branch: "chore/tests" },
	{ hoursAgo: 30, repository: "harbor/mobile/courier-app", kind: "push", fate: "cannotStart" },
	{ hoursAgo: 29, repository: "harbor/mobile/courier-app", kind: "byHand" },
	{ hoursAgo: 28, repository: "infra/release-tools", kind: "push", fate: "testsFail" },
	{ hoursAgo: 27, repository: "harbor/mobile/courier-app", kind: "gone" },
	{ hoursAgo: 18, repository: "northwind/shop-app", kind: "push" },
	{ hoursAgo: 17, repository: "northwind/design-kit", kind: "push" },
	{ hoursAgo: 12, repository: "harbor/mobile/courier-app", kind: "push" },
	{ hoursAgo: 11, repository: "harbor/mobile/map-widgets", kind: "push" },
	{ hoursAgo: 6, repository: "northwind/shop-app", kind: "review", branch: "fix/notch" },
	{ hoursAgo: 5, repository: "infra/release-tools", kind: "byHand" },
	{ hoursAgo: 3, repository: "harbor/mobile/courier-app", kind: "review", branch: "feature/tours" },
	{ hoursAgo: 1, repository: "northwind/design-kit", kind: "review", branch: "feature/tokens" },
];

/** When in the history a provider at fault stopped answering. */
export const faultyForHours = 20;

/** What runs and waits when a demo begins: as many of these, in this order, as it takes until one waits. */
export const present: readonly Happening[] = [
	{ repository: "northwind/shop-app", kind: "push", pace: 4 },
	{ repository: "harbor/mobile/courier-app", kind: "push", pace: 1.5 },
	{ repository: "infra/release-tools", kind: "push", pace: 2 },
	{ repository: "northwind/design-kit", kind: "push" },
	{ repository: "harbor/mobile/map-widgets", kind: "push", pace: 2 },
	{ repository: "infra/release-tools", kind: "push" },
];
