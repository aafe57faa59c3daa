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

describe('the texts of a slice', () => {
	it('are awaited by everybody who asks while they are loading, and follow the language', async () => {
		vi.stubGlobal('document', { documentElement: { lang: '' } });
		await i18n.use('es');
		expect(i18n.t).not.toHaveProperty('settlement');
		const first = i18n.load('settlement');
		await i18n.load('settlement', 'payments');
		expect(i18n.t.settlement.pools).toBe(es.settlement.pools);
		await first;
		await i18n.use('en');
		expect(i18n.t.settlement.pools).toBe(en.settlement.pools);
		expect(i18n.t.payments.bank).toBe(en.payments.bank);
		vi.unstubAllGlobals();
	});
});
