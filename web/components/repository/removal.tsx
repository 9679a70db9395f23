import { Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { send } from "../../lib/api.ts";
import { builds } from "../../lib/data.ts";
import { count } from "../../lib/words.ts";
import { useAnswer } from "../../state/answer.ts";
import { say, sayRefusal } from "../../state/toasts.ts";
import { Confirm } from "../../ui/confirm.tsx";

const most = 50;

/** The question before a repository is removed, with what runs of it; asked while there is a repository. */
export function Removal(props: { repository: Repository | undefined; onKept: () => void; onRemoved: () => void }) {
	return <Show when={props.repository}>{(its) => <Question {...props} repository={its()} />}</Show>;
}

function Question(props: { repository: Repository; onKept: () => void; onRemoved: () => void }) {
	const ask = (status: string) => useAnswer(() => builds({ repository: props.repository.id, status, limit: most }));
	const [running, waiting] = [ask("running"), ask("pending")];
	const number = (answer: ReturnType<typeof running>) => (answer?.ok ? answer.data.length : 0);
	const active = () => number(running()) + number(waiting());
	const remove = async () => {
		const { id, name } = props.repository;
		const goOn = active();
		const answer = await send("DELETE", paths.repository(id));
		if (answer.ok) {
			const left = `${count(goOn, "build")} of it still ${goOn === 1 ? "goes" : "go"} on to its end.`;
			say(`${name} was removed.${goOn === 0 ? "" : ` ${left}`}`);
			props.onRemoved();
		} else sayRefusal(answer, () => void remove());
	};
	return (
		<Confirm
			open={true}
			title={`Remove ${props.repository.name}?`}
			yes="Remove it"
			no="Keep it"
			danger
			onNo={() => props.onKept()}
			onYes={() => void remove()}
		>
			Deliveries for it are refused from then on. Its builds stay until retention removes them.
			<Show when={active() > 0}>
				<strong class="note" data-tone="warn">
					{count(active(), "build")} of it {active() === 1 ? "has" : "have"} not ended: {number(running())} running,{" "}
					{number(waiting())} waiting. They go on to their end; cancel them first if they should not.
				</strong>
			</Show>
		</Confirm>
	);
}
