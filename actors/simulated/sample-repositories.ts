import type { Provider } from "#db/vocabulary.ts";
import { bundlePipeline, kitPipeline, shopPipeline, toolsPipeline } from "./sample-pipelines.ts";

/** A repository of the demo as its provider would have it. */
export interface SampleRepository {
	readonly provider: Provider;
	readonly owner: string;
	readonly name: string;
	readonly cloneUrl: string;
	/** The files that Oore looks at. */
	readonly texts: Readonly<Record<string, string>>;
	/** A pipeline stored on the server. */
	readonly stored?: string;
	/** Its deliveries are kept and ignored. */
	readonly paused?: boolean;
	/** Where its provider is at fault, that signs its deliveries with another secret. */
	readonly losesSecret?: boolean;
	readonly people: readonly string[];
	/** What its commits say, and what they change. */
	readonly work: readonly (readonly [message: string, ...files: string[]])[];
}

const pubspec = { "pubspec.yaml": "name: sample\n" };

export const sampleRepositories: readonly SampleRepository[] = [
	{
		provider: "github",
		owner: "northwind",
		name: "shop-app",
		cloneUrl: "https://github.com/northwind/shop-app.git",
		texts: { ...pubspec, "oore.yaml": shopPipeline },
		people: ["mira-k", "tobias", "yuki"],
		work: [
			["Sum the basket in cents", "lib/basket/basket.dart", "test/basket_test.dart"],
			["Ask for an address before the payment", "lib/checkout/address.dart"],
			["Show what is sold out", "lib/catalogue/tile.dart", "test/catalogue_test.dart"],
			["Update go_router to 17", "pubspec.yaml", "pubspec.lock"],
			["Search without diacritics", "lib/catalogue/search.dart"],
			["Keep the basket over a restart", "lib/basket/storage.dart"],
			["Fix the notch on small iPhones", "ios/Runner/Info.plist", "lib/app.dart"],
			["Dark mode for the product page", "lib/catalogue/product.dart"],
		],
	},
	{
		provider: "github",
		owner: "northwind",
		name: "design-kit",
		cloneUrl: "https://github.com/northwind/design-kit.git",
		texts: { ...pubspec, "codemagic.yaml": kitPipeline },
		losesSecret: true,
		people: ["yuki", "ines"],
		work: [
			["A button that waits", "lib/button.dart"],
			["Round corners by token", "lib/tokens.dart"],
			["Golden images anew", "test/golden/card.png"],
			["Contrast of disabled text", "lib/theme.dart"],
		],
	},
	{
		provider: "gitlab",
		owner: "harbor/mobile",
		name: "courier-app",
		cloneUrl: "https://gitlab.com/harbor/mobile/courier-app.git",
		texts: { ...pubspec, "oore.yaml": bundlePipeline },
		people: ["anton.v", "s.okafor"],
		work: [
			["Scan parcels in the dark", "lib/scan/torch.dart"],
			["Offline queue for signatures", "lib/sync/queue.dart"],
			["Route again after a detour", "lib/route/planner.dart"],
			["Larger type on the delivery list", "lib/list/tile.dart"],
			["Take part of a tour back", "lib/tour/tour.dart", "test/tour_test.dart"],
		],
	},
	{
		provider: "gitlab",
		owner: "harbor/mobile",
		name: "map-widgets",
		cloneUrl: "https://gitlab.com/harbor/mobile/map-widgets.git",
		texts: pubspec,
		losesSecret: true,
		people: ["s.okafor"],
		work: [
			["Cluster pins beyond a hundred", "lib/cluster.dart"],
			["Tiles from the cache first", "lib/tiles.dart"],
			["Compass in the corner", "lib/compass.dart"],
		],
	},
	{
		provider: "git",
		owner: "infra",
		name: "release-tools",
		cloneUrl: "ssh://git@git.example.com/infra/release-tools.git",
		texts: {},
		stored: toolsPipeline,
		people: ["petra"],
		work: [
			["Verify manifests before they are signed", "manifest/verify.go"],
			["Retry uploads", "upload/retry.go"],
			["Go 1.26", "go.mod"],
		],
	},
	{
		provider: "github",
		owner: "northwind",
		name: "kiosk",
		cloneUrl: "https://github.com/northwind/kiosk.git",
		texts: pubspec,
		paused: true,
		people: ["tobias"],
		work: [["Last words", "README.md"]],
	},
];
