/** A cycle of the season as the charts draw it. */
export interface SeasonPoint {
	readonly lowest: number;
	readonly median: number;
	readonly highest: number;
	readonly gap: number;
	readonly lot: number;
}

/** Width and height that the season's charts are drawn in; they stretch to the width there is. */
export const WIDTH = 100;
export const HEIGHT = 40;

/** Horizontal position of the `index`th of `count` cycles. */
export function xOf(index: number, count: number): number {
	return ((index + 0.5) / Math.max(1, count)) * WIDTH;
}

/** Vertical position of a value; `max` is at the top. */
export function yOf(value: number, max: number): number {
	return HEIGHT - (max > 0 ? Math.min(1, Math.max(0, value / max)) * HEIGHT : 0);
}

const point = (x: number, y: number): string => `${x.toFixed(2)},${y.toFixed(2)}`;

/** The outline of the band between the lowest and highest values. */
export function band(points: readonly SeasonPoint[], max: number): string {
	const there = points.map((one, index) => point(xOf(index, points.length), yOf(one.highest, max)));
	const back = points.map((one, index) => point(xOf(index, points.length), yOf(one.lowest, max)));
	return [...there, ...back.toReversed()].join(' ');
}

/** A line through one value of each cycle. */
export function line(values: readonly number[], max: number): string {
	return values.map((value, index) => point(xOf(index, values.length), yOf(value, max))).join(' ');
}
