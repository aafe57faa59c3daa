import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Problem } from '#lib/app/api/problem.ts';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { countOf, faultsOf, faultWords } from './import-errors.ts';
import { hindrance, KINDS, kindOf, MOST_BYTES, withFiles } from './files.ts';

describe('files', () => {
	it('are those that the documentation names, in its order', () => {
		const page = readFileSync('../docs/import.md', 'utf8');
		expect([...page.matchAll(/^## `(\w+)\.csv`$/gm)].map(([, name]) => name)).toEqual([...KINDS]);
	});

	it('are known by their exact name', () => {
		expect(kindOf('workshops.csv')).toBe('workshops');
		for (const other of ['Workshops.csv', 'workshops.csv.csv', 'workshops (1).csv', 'workshops', '']) expect(kindOf(other)).toBeUndefined();
	});

	it('replace one another by name and stand in the order of reading, the unknown first', () => {
		const old = [
			{ name: 'products.csv', at: 1 },
			{ name: 'workshops.csv', at: 1 }
		];
		const now = withFiles(old, [
			{ name: 'workshops.csv', at: 2 },
			{ name: 'lista.csv', at: 2 }
		]);
		expect(now).toEqual([
			{ name: 'lista.csv', at: 2 },
			{ name: 'workshops.csv', at: 2 },
			{ name: 'products.csv', at: 1 }
		]);
	});

	it('are sent only when all are known and fit', () => {
		expect(hindrance([])).toBe('none');
		expect(hindrance([{ name: 'lista.csv', size: 1 }])).toBe('unknown');
		expect(hindrance([{ name: 'workshops.csv', size: MOST_BYTES }])).toBeUndefined();
		expect(
			hindrance([
				{ name: 'workshops.csv', size: MOST_BYTES },
				{ name: 'zones.csv', size: 1 }
			])
		).toBe('large');
	});
});

function refused(errors: Problem['errors'], detail = ''): Problem {
	return { code: 'import_refused', title: '', detail, status: 422, errors };
}

describe('faults', () => {
	it('say file, line and column, in the order of reading', () => {
		const [cell, row] =
			faultsOf(
				refused([
					{ pointer: 'orders.csv line 0/', code: 'too_many_rows', detail: '' },
					{ pointer: 'workshops.csv line 12/joined_on', code: 'not_a_date', detail: 'Write a date as 2026-03-31.' }
				]),
				es
			) ?? [];
		expect(cell).toMatchObject({ file: 'workshops.csv', line: 12, column: 'joined_on', words: es.exchange.fault.not_a_date });
		expect(row).toMatchObject({ file: 'orders.csv', line: 0, column: '' });
	});

	it('are none where the import failed for another reason', () => {
		expect(faultsOf({ ...refused([]), code: 'unreachable' }, es)).toBeUndefined();
	});

	it('are counted beyond those that are told', () => {
		expect(countOf(refused([], '1234 things in these files are wrong; nothing was imported.'))).toBe(1234);
		expect(countOf(refused([{ pointer: 'a line 1/', code: 'required', detail: '' }]))).toBe(1);
	});

	it('keep what the reader needs of the server’s sentence, in both languages', () => {
		const error = { pointer: '', code: 'unknown_word', detail: 'Write one of yes, no.' };
		expect(faultWords(error, es)).toBe('Escriba una de estas palabras: yes, no.');
		expect(faultWords({ pointer: '', code: 'out_of_range', detail: 'Write a number from 1 to 336.' }, en)).toContain('1 to 336');
		const missing = { pointer: '', code: 'unknown_code', detail: '`x-1` is neither in the installation nor in workshops.csv.' };
		expect(faultWords(missing, es)).toContain('«x-1»');
		expect(faultWords({ ...error, detail: 'Something else.' }, es)).toBe(es.exchange.fault.unknown_word);
	});

	it('fall back to the sentence of the code itself', () => {
		expect(faultWords({ pointer: '', code: 'required', detail: '' }, es)).toBe(es.codes.required);
	});
});
