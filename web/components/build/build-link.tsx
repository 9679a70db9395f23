import { A } from "@solidjs/router";
import { build } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";

/** A build by its workflow and number; by its id where retention took the rest. */
export function BuildLink(props: { id: string }) {
	const its = useAnswer(() => build(props.id));
	const name = () => {
		const got = its();
		return got?.ok ? `${got.data.workflow_name} #${got.data.number}` : props.id;
	};
	return <A href={`/builds/${props.id}`}>{name()}</A>;
}
