import { Title } from "@solidjs/meta";
import { A } from "@solidjs/router";
import { HttpStatusCode } from "@solidjs/start";

export default function NotFound() {
	return (
		<section class="card empty">
			<Title>There is nothing here · Oore</Title>
			<HttpStatusCode code={404} />
			<h1>There is nothing here</h1>
			<p>The address may be mistyped, or what it named was removed.</p>
			<A class="button" href="/">
				To the dashboard
			</A>
		</section>
	);
}
