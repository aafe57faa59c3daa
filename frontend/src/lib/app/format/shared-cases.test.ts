import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatMoney, formatNumber, formatPercent, localeOf, type Language } from './money.ts';

interface Case {
	readonly kind: 'money' | 'number' | 'percent' | 'date';
	readonly amount: number;
	readonly currency: string;
	readonly number: number;
	readonly basis_points: number;
	readonly date: string;
	readonly es: string;
	readonly en: string;
}

// The server's formatter is compared with the same table: `tests/locales.rs`.
const table = new URL('../../../../../tests/locales/format.json', import.meta.url);
const cases = JSON.parse(readFileSync(table, 'utf8')) as Case[];

function written(it: Case, language: Language): string {
	switch (it.kind) {
		case 'money':
			return formatMoney({ amount: it.amount, currency: it.currency }, language);
		case 'number':
			return formatNumber(it.number, language);
		case 'percent':
			return formatPercent(it.basis_points / 10_000, language, 2);
		case 'date':
			return new Intl.DateTimeFormat(localeOf(language), {
				day: 'numeric',
				month: 'long',
				year: 'numeric',
				timeZone: 'UTC'
			}).format(new Date(`${it.date}T12:00:00Z`));
	}
}

it.each(cases)('writes $es and $en as the server does', (one) => {
	expect([written(one, 'es'), written(one, 'en')]).toEqual([one.es, one.en]);
});
