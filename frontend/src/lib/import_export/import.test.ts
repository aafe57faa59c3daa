import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Problem } from '#lib/app/api/problem.ts';
import { es } from '#lib/app/i18n/all-texts.ts';
import { errorCount, importErrors } from './import-errors.ts';
import { sendBlocker, KINDS, kindOf, MAX_BYTES, withFiles } from './files.ts';

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
		expect(sendBlocker([])).toBe('none');
		expect(sendBlocker([{ name: 'lista.csv', size: 1 }])).toBe('unknown');
		expect(sendBlocker([{ name: 'workshops.csv', size: MAX_BYTES }])).toBeUndefined();
		expect(
			sendBlocker([
				{ name: 'workshops.csv', size: MAX_BYTES },
				{ name: 'zones.csv', size: 1 }
			])
		).toBe('large');
	});
});

function refused(errors: Problem['errors'], params: Problem['params'] = {}): Problem {
	return { code: 'import_refused', title: '', params, status: 422, errors };
}

describe('errors of a refused import', () => {
	it('name file, line and column, in the order of reading', () => {
		const place = { file: 'workshops.csv', line: 12, column: 'joined_on' };
		const [cell, row] =
			importErrors(
				refused([
					{ pointer: 'orders.csv line 0/', code: 'too_many_rows', params: { file: 'orders.csv', line: 0, column: '' } },
					{ pointer: 'workshops.csv line 12/joined_on', code: 'not_a_date', params: place }
				]),
				es
			) ?? [];
		expect(cell).toMatchObject({ ...place, message: es.problems.not_a_date });
		expect(row).toMatchObject({ file: 'orders.csv', line: 0, column: '' });
	});

	it('are undefined where the import failed for another reason', () => {
		expect(importErrors({ ...refused([]), code: 'unreachable' }, es)).toBeUndefined();
	});

	it('are counted beyond those that are listed', () => {
		expect(errorCount(refused([], { count: 1234 }))).toBe(1234);
		expect(errorCount(refused([{ pointer: 'a line 1/', code: 'required', params: {} }]))).toBe(1);
	});
});
