import { describe, expect, test } from 'vitest';
import { faultField, faultsOf } from './fault-fields.ts';

const line = {
	id: 'l',
	description: 'Miel',
	batches: [
		{ batch_id: 'a', batch_code: 'L-1', workshop: 'Ana', quantity: 4 },
		{ batch_id: 'b', batch_code: 'L-2', workshop: 'Beto', quantity: 6 }
	]
};

describe('faults of a credit note', () => {
	test('a line offers its batches, and none where nothing was delivered', () => {
		expect(faultField(line, 'Falla')[0]?.choices?.map(({ value }) => value)).toEqual(['a', 'b']);
		expect(faultField({ ...line, batches: [] }, 'Falla')).toEqual([]);
	});

	test('no more units are at fault than are credited and were of the batch', () => {
		expect(faultsOf(line, { l: 'a' }, 3)).toEqual([{ batch_id: 'a', quantity: 3 }]);
		expect(faultsOf(line, { l: 'a' }, 5)).toEqual([{ batch_id: 'a', quantity: 4 }]);
		expect(faultsOf(line, { l: 'b' })).toEqual([{ batch_id: 'b', quantity: 6 }]);
		expect(faultsOf(line, {}, 3)).toEqual([]);
	});
});
