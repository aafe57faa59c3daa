import { expect, test } from 'vitest';
import type { Schema } from '#lib/app/api/types.ts';
import { isRepeated, linesToCheck, textsLeftOut, unitsByProduct } from './order-text-lines.ts';

type Line = Schema<'OrderTextLine'>;

const product = (product_id: string) => ({ product_id }) as Schema<'OrderTextProduct'>;
const line = (text: string, quantity: number | undefined, id: string, certainty: Line['certainty']): Line => ({
	text,
	quantity,
	product: product(id),
	certainty,
	alternatives: [product('other')]
});

test('an unsure product is left to the person, and so is a line without a quantity', () => {
	const lines = linesToCheck([
		line('12 mermelada', 12, 'jam', 'certain'),
		line('6 queso', 6, 'cheese', 'unsure'),
		line('miel', undefined, 'honey', 'likely'),
		{ text: '2 zapatos', quantity: 2, alternatives: [] }
	]);
	expect(lines.map(({ product_id, quantity }) => [product_id, quantity])).toEqual([
		['jam', 12],
		['', 6],
		['honey', 0],
		['', 2]
	]);
	expect(lines[1]?.options.map(({ product_id }) => product_id)).toEqual(['cheese', 'other']);
	expect([...unitsByProduct(lines)]).toEqual([['jam', 12]]);
	expect(textsLeftOut(lines)).toEqual(['6 queso', 'miel', '2 zapatos']);
});

test('lines of one product add up, and say so', () => {
	const lines = linesToCheck([line('12 mermelada', 12, 'jam', 'certain'), line('mermelada 6', 6, 'jam', 'likely')]);
	expect([...unitsByProduct(lines)]).toEqual([['jam', 18]]);
	expect(lines.map((one) => isRepeated(one, lines))).toEqual([true, true]);
	if (lines[1]) lines[1].product_id = '';
	expect(lines.map((one) => isRepeated(one, lines))).toEqual([false, false]);
});
