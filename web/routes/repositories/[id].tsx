import { Title } from "@solidjs/meta";
import { A, useParams, useSearchParams } from "@solidjs/router";
import { lazy, Match, Suspense, Switch } from "solid-js";
import { Trigger } from "../../components/build/trigger.tsx";
import { Builds } from "../../components/repository/builds.tsx";
import { Overview } from "../../components/repository/overview.tsx";
import { Settings } from "../../components/repository/settings.tsx";
import { repository } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";
// The editor's part comes by itself; what it looks like, with the page.
import "../../styles/pipeline.css";
import "../../styles/pipeline-history.css";

const Pipeline = lazy(async () => ({
	default: (await import("../../components/pipeline/pipeline-tab.tsx")).PipelineTab,
}));
const tabs = ["overview", "builds", "pipeline", "settings"] as const;

export default function RepositoryPage() {
	const params = useParams<{ id: string }>();
	const [search] = useSearchParams<{ tab?: string }>();
	const its = useAnswer(() => repository(params.id));
	keepFresh(
		() => [repository.keyFor(params.id)],
		({ address }) => address === `repositories/${params.id}`,
	);
	const tab = () => tabs.find((each) => each === search.tab) ?? "overview";
	return (
		<Loaded answer={its()}>
			{(found) => (
				<>
					<Title>{`${found().name} · Oore`}</Title>
					<div class="page-head">
						<div class="grow">
							<p class="crumb">
								<A href="/repositories">Repositories</A>
							</p>
							<h1>
								{found().name} <Status status={found().state} />
							</h1>
						</div>
						<a class="button" href={`/inspector/repositories/${found().id}`}>
							Inspect
						</a>
						<Trigger repositories={() => [found()]} repository={found().id} />
					</div>
					<nav class="tabs" aria-label="Of this repository">
						{tabs.map((each) => (
							<a
								href={each === "overview" ? `/repositories/${params.id}` : `/repositories/${params.id}?tab=${each}`}
								aria-current={tab() === each ? "page" : undefined}
							>
								{each.charAt(0).toUpperCase() + each.slice(1)}
							</a>
						))}
					</nav>
					<Switch>
						<Match when={tab() === "overview"}>
							<Overview repository={found()} />
						</Match>
						<Match when={tab() === "builds"}>
							<Builds id={found().id} />
						</Match>
						<Match when={tab() === "pipeline"}>
							<Suspense fallback={<p class="dim">Loading the editor …</p>}>
								<Pipeline repository={found()} />
							</Suspense>
						</Match>
						<Match when={tab() === "settings"}>
							<Settings repository={found()} />
						</Match>
					</Switch>
				</>
			)}
		</Loaded>
	);
}
