import { describe, expect, it } from 'vitest';
import type { Schema } from '#lib/app/api/types.ts';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { harvestText } from './harvest.ts';
import { contentOf, nameOf, textOf, wordFor } from './labels.ts';

const product = (net_content: number, net_unit: 'g' | 'ml' | 'unit') => ({ net_content, net_unit }) as Schema<'Product'>;

describe('words of the catalogue', () => {
	it('write contents as on a label', () => {
		expect(contentOf(product(250, 'g'), es, 'es')).toBe('250 g');
		expect(contentOf(product(1500, 'g'), es, 'es')).toBe('1,5 kg');
		expect(contentOf(product(1000, 'ml'), en, 'en')).toBe('1 l');
		expect(contentOf(product(6, 'unit'), es, 'es')).toBe('6 un.');
	});

	it('name the months of the harvest', () => {
		expect(harvestText([12, 1, 2], es, 'es')).toBe('de diciembre a febrero');
		expect(harvestText([1, 2, 5], en, 'en')).toBe('from January to February and in May');
		expect(harvestText([], es, 'es')).toBe('todo el año');
	});

	it('fall back to what is said at all', () => {
		expect(nameOf({ name_es: 'Miel', name_en: '' }, 'en')).toBe('Miel');
		expect(textOf(undefined, 'Smoked', 'es')).toBe('Smoked');
		expect(wordFor(es.catalogue.practice, 'hand_picked')).toBe('hand picked');
	});
});
