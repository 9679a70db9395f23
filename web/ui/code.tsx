/** Text as it is, in a box that scrolls, by the keyboard too. */
export function Code(props: { label: string; text: string }) {
	return (
		<section class="code" aria-label={props.label} tabindex="0">
			<pre>{props.text}</pre>
		</section>
	);
}
