import { describe, expect, it } from 'vitest';
import { es } from '#lib/app/i18n/es/index.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { externalChanges, reasonOf } from './quota-reason.ts';

const change = (cause: Schema<'QuotaChange'>['cause']): Schema<'QuotaChange'> => ({
	at: '2026-03-04T12:00:00Z',
	cause,
	lots_before: 5,
	lots_after: 3,
	units_before: 50,
	units_after: 30
});

describe('why less of a quota is made', () => {
	it('is the own reason of the workshop that gave it up', () => {
		expect(reasonOf({ reason: 'falta fruta', changes: [change('amended')] }, es)).toBe('falta fruta');
		expect(reasonOf({ reason: undefined, changes: [] }, es)).toBeUndefined();
	});

	it('is the cause where it was not its choice', () => {
		const withdrawn = { reason: 'certificate', changes: [change('amended'), change('certificate')] };
		expect(reasonOf(withdrawn, es)).toBe(es.kinds.quota_change.certificate);
		expect(externalChanges(withdrawn).map(({ cause }) => cause)).toEqual(['certificate']);
	});
});
