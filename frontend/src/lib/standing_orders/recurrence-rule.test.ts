import { describe, expect, it } from 'vitest';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { parseRule, ruleText, weekdayOf, writeRule } from './recurrence-rule.ts';

describe('rule', () => {
	it('is said in plain words', () => {
		expect(ruleText('FREQ=WEEKLY;BYDAY=FR,TU', es, 'es')).toBe('Todos los martes y viernes');
		expect(ruleText('FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', es, 'es')).toBe('Cada 2 semanas, los sábados');
		expect(ruleText('FREQ=WEEKLY;BYDAY=TU', en, 'en')).toBe('Every week on Tuesdays');
		expect(ruleText('FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE,FR', en, 'en')).toBe('Every 3 weeks on Mondays, Wednesdays and Fridays');
		expect(ruleText('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', es, 'es')).toBe('Todos los días');
	});

	it('shows as written what has no words here', () => {
		expect(ruleText('FREQ=MONTHLY;BYDAY=1TU', es, 'es')).toContain('FREQ=MONTHLY;BYDAY=1TU');
		for (const other of ['FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=TU;COUNT=3', 'FREQ=WEEKLY;BYDAY=1TU', 'FREQ=WEEKLY;INTERVAL=0;BYDAY=TU', 'x']) {
			expect(parseRule(other)).toBeNull();
		}
	});

	it('comes back as it was written', () => {
		for (const rule of ['FREQ=WEEKLY;BYDAY=TU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU']) {
			const read = parseRule(rule);
			expect(read && writeRule(read)).toBe(rule);
		}
	});

	it('knows the weekday of a date', () => {
		expect(weekdayOf('2026-11-22')).toBe('SU');
		expect(weekdayOf('2026-03-03')).toBe('TU');
	});
});
