import { Title } from "@solidjs/meta";
import { A, createAsync, useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { ChartPane } from "../../../components/inspector/chart-pane.tsx";
import { mermaid } from "../../../lib/chart-state.ts";
import { chart } from "../../../lib/charts.ts";
import NotFound from "../../[...404].tsx";
import "../../../styles/chart.css";
import "../../../styles/inspector.css";

/** A machine by itself: documentation that is drawn from what runs. */
export default function MachinePage() {
	const params = useParams<{ kind: string }>();
	const drawing = createAsync(() => chart(params.kind));
	const saveSvg = () => {
		const svg = document.querySelector<SVGSVGElement>(".chart-pane svg");
		if (!svg) return;
		const copy = svg.cloneNode(true) as SVGSVGElement;
		copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
		inlineStyles(svg, copy);
		save(`${params.kind}.svg`, new XMLSerializer().serializeToString(copy), "image/svg+xml");
	};
	return (
		<Show when={drawing() !== undefined} fallback={<p class="dim">Loading …</p>}>
			<Show when={drawing()} fallback={<NotFound />}>
				{(layout) => (
					<>
						<Title>{`${params.kind} · Machines · Oore`}</Title>
						<div class="page-head">
							<div class="grow">
								<p class="crumb">
									<A href="/inspector">Inspector</A> / machines
								</p>
								<h1>{params.kind}</h1>
								<p class="dim">{layout().description}</p>
							</div>
							<A class="button" href={`/inspector?kind=${params.kind}`}>
								Its actors
							</A>
							<button class="button" type="button" onClick={saveSvg}>
								As SVG
							</button>
							<button
								class="button"
								type="button"
								onClick={() => save(`${params.kind}.mmd`, mermaid(layout()), "text/plain")}
							>
								As Mermaid
							</button>
						</div>
						<ChartPane machine={layout()} active={[]} />
					</>
				)}
			</Show>
		</Show>
	);
}

const drawn = [
	"fill",
	"stroke",
	"stroke-width",
	"stroke-dasharray",
	"font-family",
	"font-size",
	"font-weight",
	"opacity",
];

/** By itself the drawing has no style sheet. */
function inlineStyles(from: Element, to: Element): void {
	const looks = getComputedStyle(from);
	to.setAttribute("style", drawn.map((name) => `${name}:${looks.getPropertyValue(name)}`).join(";"));
	for (let i = 0; i < from.children.length; i++) {
		const [a, b] = [from.children[i], to.children[i]];
		if (a && b) inlineStyles(a, b);
	}
}

function save(name: string, text: string, type: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([text], { type }));
	link.download = name;
	link.click();
	URL.revokeObjectURL(link.href);
}
