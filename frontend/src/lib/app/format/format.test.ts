import { describe, expect, it } from 'vitest';
import { dateInZone, formatDate, formatDistance, formatInstant, formatTime } from './dates.ts';
import { formatMoney, formatNumber, parseMoney } from './money.ts';
import { formatRut, isRut } from './rut.ts';

describe('money', () => {
	it('writes pesos without decimals, with the separators of each language', () => {
		expect(formatMoney({ amount: 12990, currency: 'CLP' }, 'es')).toBe('$12.990');
		expect(formatMoney({ amount: 12990, currency: 'CLP' }, 'en')).toBe('$12,990');
		expect(formatMoney({ amount: 4990, currency: 'CLP' }, 'es')).toBe('$4.990');
	});

	it('writes the sign of a debt first', () => {
		expect(formatMoney({ amount: -400, currency: 'CLP' }, 'es')).toBe('-$400');
		expect(formatMoney({ amount: -400, currency: 'CLP' }, 'en')).toBe('-$400');
	});

	it('writes dollars from cents', () => {
		expect(formatMoney({ amount: 129905, currency: 'USD' }, 'en')).toBe('US$1,299.05');
	});

	it('groups four digits, which plain Spanish would not', () => {
		expect(formatNumber(4990, 'es')).toBe('4.990');
	});

	it('reads what people type and refuses what would be a guess', () => {
		expect(parseMoney('$12.990', 'CLP')).toEqual({ amount: 12990, currency: 'CLP' });
		expect(parseMoney('12 990', 'CLP')).toEqual({ amount: 12990, currency: 'CLP' });
		expect(parseMoney('12.99', 'CLP')).toBeNull();
		expect(parseMoney('1.299,5', 'USD')).toEqual({ amount: 129950, currency: 'USD' });
		expect(parseMoney('99999999999999999', 'CLP')).toBeNull();
	});
});

describe('dates', () => {
	it('writes a date without moving it to another day', () => {
		expect(formatDate('2026-03-01', 'es', 'short')).toBe('01-03-2026');
		expect(formatDate('2026-03-01', 'en', 'long')).toContain('1 March 2026');
	});

	it('writes instants in the clock of Aysén', () => {
		expect(formatInstant('2026-07-01T02:30:00Z', 'es')).toContain('23:30');
		expect(formatTime('2026-07-01T02:30:00Z', 'es')).toBe('23:30');
		expect(formatTime('soon', 'es')).toBe('soon');
		expect(dateInZone(new Date('2026-07-01T02:30:00Z'))).toBe('2026-06-30');
	});

	it('tells the distance in both directions', () => {
		const now = new Date('2026-03-01T12:00:00Z');
		expect(formatDistance('2026-03-04T12:00:00Z', now, 'es')).toBe('dentro de 3 días');
		expect(formatDistance('2026-03-01T10:00:00Z', now, 'en')).toBe('2 hours ago');
	});
});

describe('rut', () => {
	it('checks the digit', () => {
		expect(isRut('12.345.678-5')).toBe(true);
		expect(isRut('12345678-4')).toBe(false);
		expect(isRut('6-K')).toBe(true);
	});

	it('writes dots and dash', () => {
		expect(formatRut('123456785')).toBe('12.345.678-5');
		expect(formatRut('hola')).toBe('hola');
	});
});
