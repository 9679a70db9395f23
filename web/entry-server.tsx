import { createHandler, StartServer } from "@solidjs/start/server";
import { pageRequest } from "./lib/page-request.ts";
import { themeOf } from "./lib/theme-cookie.ts";

export default createHandler(
	() => (
		<StartServer
			document={({ assets, children, scripts }) => (
				<html lang="en" data-theme={themeOf()} data-request={pageRequest()?.id}>
					<head>
						<meta charset="utf-8" />
						<meta name="viewport" content="width=device-width, initial-scale=1" />
						<meta name="color-scheme" content="light dark" />
						<link id="favicon" rel="icon" href="/_build/idle.svg" type="image/svg+xml" />
						{assets}
					</head>
					<body>
						<div id="app">{children}</div>
						{scripts}
					</body>
				</html>
			)}
		/>
	),
	(event) => ({ mode: "async", nonce: (event.request as { nonce?: string }).nonce ?? "" }),
);
