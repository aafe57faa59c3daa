import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './index.svelte';
import { en, es } from './whole';

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
