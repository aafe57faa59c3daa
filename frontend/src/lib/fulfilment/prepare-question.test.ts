import { describe, expect, it } from 'vitest';
import { es } from '#lib/app/i18n/all-texts.ts';
import { isUnsettled, prepareQuestion } from './prepare-question.ts';

const line = (workshop_name: string, outstanding: number) => ({
	workshop_name,
	product_name_es: 'Miel',
	product_name_en: 'Honey',
	outstanding
});

describe('before deliveries are packed', () => {
	it('tells what has not come, for it becomes a shortage', () => {
		expect(prepareQuestion([line('Ribera', 0)], es, String)).toBe(es.fulfilment.prepareAsk);
		const question = prepareQuestion([line('Ribera', 6), line('Fiordo', 0), line('Pampa', 2)], es, String);
		expect(question).toContain(es.fulfilment.prepareMissing('8', 'Ribera, Miel (6); Pampa, Miel (2)'));
		expect(question).toContain(es.fulfilment.prepareAsk);
	});

	it('names a few and counts all', () => {
		const many = ['A', 'B', 'C', 'D'].map((name) => line(name, 10));
		const question = prepareQuestion(many, es, String);
		expect(question).toContain('40');
		expect(question).toContain('; …');
		expect(question).not.toContain('D, ');
	});
});

describe('isUnsettled', () => {
	it('is over once a quota is firm or given up', () => {
		expect((['published', 'accepted', 'amended'] as const).every((state) => isUnsettled({ state }))).toBe(true);
		expect((['frozen', 'declined', 'expired', 'withdrawn', 'fulfilled'] as const).some((state) => isUnsettled({ state }))).toBe(false);
	});
});
