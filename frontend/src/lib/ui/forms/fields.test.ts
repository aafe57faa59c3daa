import { describe, expect, it } from 'vitest';
import { nestValues, readField, writeField, type FieldSpec } from './fields.ts';

const field = (more: Partial<FieldSpec>): FieldSpec => ({ name: 'x', label: 'X', ...more });

describe('fields of a form', () => {
	it('gives back what it was given', () => {
		const cases: [Partial<FieldSpec>, unknown][] = [
			[{ kind: 'whole' }, 12],
			[{ kind: 'percent' }, 1250],
			[{ kind: 'money' }, { amount: 12990, currency: 'CLP' }],
			[{ kind: 'check' }, true],
			[{ kind: 'many', numbers: true }, [1, 2, 12]],
			[{ kind: 'date' }, '2026-03-14'],
			[{ kind: 'time' }, '18:00:00'],
			[{ kind: 'instant' }, '2026-03-14T21:00:00.000Z']
		];
		for (const [kind, start] of cases) {
			const spec = field({ ...kind, start });
			expect(readField(spec, writeField(spec, 'CLP'), 'CLP')).toEqual({ value: start });
		}
		const dollars = field({ kind: 'money', start: { amount: 1250, currency: 'USD' } });
		expect(readField(dollars, writeField(dollars, 'USD'), 'USD')).toEqual({ value: dollars.start });
	});

	it('says what is missing or wrong', () => {
		expect(readField(field({}), '  ', 'CLP')).toEqual({ error: 'required' });
		expect(readField(field({ optional: true }), '', 'CLP')).toEqual({ value: undefined });
		expect(readField(field({ kind: 'whole' }), '1,5', 'CLP')).toEqual({ error: 'invalid' });
		expect(readField(field({ kind: 'whole', min: 1 }), '0', 'CLP')).toEqual({ error: 'out_of_range' });
		expect(readField(field({ kind: 'money' }), 'mil', 'CLP')).toEqual({ error: 'invalid' });
		expect(readField(field({ kind: 'many' }), [], 'CLP')).toEqual({ error: 'required' });
		expect(readField(field({ kind: 'email' }), 'ana@taller', 'CLP')).toEqual({ error: 'invalid_email' });
		expect(readField(field({ kind: 'email' }), 'ana@taller.cl', 'CLP')).toEqual({ value: 'ana@taller.cl' });
	});

	it('builds the request by its paths and leaves out what was not said', () => {
		expect(
			nestValues([
				['code', 'A'],
				['facts/name', 'Ana'],
				['facts/comuna', undefined]
			])
		).toEqual({ code: 'A', facts: { name: 'Ana' } });
	});
});
