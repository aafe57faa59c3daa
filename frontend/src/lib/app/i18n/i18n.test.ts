import { describe, expect, it, vi } from 'vitest';
import { chooseLanguage, i18n } from './index.svelte.ts';
import { en, es } from './all-texts.ts';

function texts(value: unknown, path: string): [string, string][] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value === 'function') return [[path, String((value as (n: number) => string)(2))]];
	return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

describe('dictionaries', () => {
	it('say the same things, and nothing is empty', () => {
		const spanish = texts(es, '');
		const english = texts(en, '');
		expect(english.map(([path]) => path).sort()).toEqual(spanish.map(([path]) => path).sort());
		expect([...spanish, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
	});
});

describe('chooseLanguage', () => {
	it('prefers what was chosen, then what the browser asks for, then Spanish', () => {
		expect(chooseLanguage('en', ['es-CL'])).toBe('en');
		expect(chooseLanguage(null, ['de', 'en-GB', 'es'])).toBe('en');
		expect(chooseLanguage('xx', ['pt'])).toBe('es');
	});
});

describe('the cooperative’s texts', () => {
	it('are waited for by everybody who comes while they are fetched', async () => {
		vi.stubGlobal('document', { documentElement: { lang: '' } });
		await i18n.use('es');
		expect(i18n.t).not.toHaveProperty('books');
		const first = i18n.withOffice();
		await i18n.withOffice();
		expect(i18n.t.books.pools).toBe(es.books.pools);
		await first;
		await i18n.use('en');
		expect(i18n.t.books.pools).toBe(en.books.pools);
		vi.unstubAllGlobals();
	});
});
