import type { Schema } from '#lib/app/api/types.ts';

/** A line of a pasted order while a person checks it. */
export interface CheckedLine {
	readonly line: Schema<'OrderTextLine'>;
	/** Products to choose from, the best first. */
	options: readonly Schema<'OrderTextProduct'>[];
	/** The chosen product; empty = the line is left out. */
	product_id: string;
	/** Units; 0 = none yet. */
	quantity: number;
}

/** The lines to check. A product is chosen where it matches all words; an unsure one is left to the person. */
export function linesToCheck(lines: readonly Schema<'OrderTextLine'>[]): CheckedLine[] {
	return lines.map((line) => ({
		line,
		options: [...(line.product ? [line.product] : []), ...line.alternatives],
		product_id: line.product && line.certainty !== 'unsure' ? line.product.product_id : '',
		quantity: line.quantity ?? 0
	}));
}

/** Units of each chosen product, of all lines together. */
export function unitsByProduct(lines: readonly CheckedLine[]): Map<string, number> {
	const sums = new Map<string, number>();
	for (const { product_id, quantity } of lines) {
		if (product_id !== '' && quantity > 0) sums.set(product_id, (sums.get(product_id) ?? 0) + quantity);
	}
	return sums;
}

/** Whether several lines order the product of this line. */
export function isRepeated(line: CheckedLine, lines: readonly CheckedLine[]): boolean {
	const same = lines.filter(({ product_id, quantity }) => product_id === line.product_id && quantity > 0);
	return line.product_id !== '' && same.length > 1;
}

/** The texts of the lines that order nothing. */
export function textsLeftOut(lines: readonly CheckedLine[]): string[] {
	return lines.filter(({ product_id, quantity }) => product_id === '' || quantity <= 0).map(({ line }) => line.text);
}
