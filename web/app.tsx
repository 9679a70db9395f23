import { Router } from "@solidjs/router";
import { FileRoutes } from "@solidjs/start/router";
import { Suspense } from "solid-js";
import { Shell } from "./components/layout/shell.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/parts.css";

export default function App() {
	return (
		<Router
			root={(props) => (
				<Shell>
					<Suspense>{props.children}</Suspense>
				</Shell>
			)}
		>
			<FileRoutes />
		</Router>
	);
}
