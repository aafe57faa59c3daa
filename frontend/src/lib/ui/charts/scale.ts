/** The length of `value` on a bar whose full length is `max`, in percent between 0 and 100. */
export function barLength(value: number, max: number): number {
	if (!(max > 0) || !(value > 0)) return 0;
	return Math.min(100, (value / max) * 100);
}

/** A round number at or above all values, so that no bar touches the edge. */
export function roundMax(values: readonly number[]): number {
	const highest = Math.max(0, ...values);
	if (highest === 0) return 1;
	const magnitude = 10 ** Math.floor(Math.log10(highest));
	const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
	const step = steps.find((candidate) => candidate * magnitude >= highest) ?? 10;
	return step * magnitude;
}

/** Start and length of each part of a stacked bar, in percent. */
export function stack(values: readonly number[]): { start: number; length: number }[] {
	const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
	let start = 0;
	return values.map((value) => {
		const length = barLength(value, total);
		const part = { start, length };
		start += length;
		return part;
	});
}
