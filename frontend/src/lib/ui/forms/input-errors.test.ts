import { describe, expect, it } from 'vitest';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { inputMessage } from './input-errors.ts';
import type { FieldSpec } from './fields.ts';

const field = (more: Partial<FieldSpec>): FieldSpec => ({ name: 'x', label: 'X', ...more });
const plain = (value: number) => String(value);

describe('what is wrong with a field', () => {
	it('says which numbers are right, whatever was typed', () => {
		const share = field({ kind: 'percent', min: 0, max: 10_000 });
		expect(inputMessage(share, 'out_of_range', es, plain)).toBe(es.forms.between('0', '100'));
		expect(inputMessage(share, 'invalid', es, plain)).toBe(es.forms.between('0', '100'));
		expect(inputMessage(field({ kind: 'whole', min: 1 }), 'out_of_range', es, plain)).toBe(es.forms.atLeast('1'));
		expect(inputMessage(field({ kind: 'whole', max: 9 }), 'out_of_range', en, plain)).toBe(en.forms.atMost('9'));
		expect(inputMessage(field({ kind: 'whole', min: 1, max: 1 }), 'out_of_range', es, plain)).toBe(es.forms.exactly('1'));
		expect(inputMessage(field({ kind: 'money' }), 'invalid', es, plain)).toBe(es.forms.money);
	});

	it('has a sentence for allPages else', () => {
		expect(inputMessage(field({}), 'required', es, plain)).toBe(es.problems.required);
		expect(inputMessage(field({ kind: 'instant' }), 'invalid', es, plain)).toBe(es.forms.invalid);
	});
});
