import { describe, expect, it } from 'vitest';
import { toProblem, unreachable, type FieldError } from '#lib/app/api/problem.ts';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { errorPlace, fieldMessage, messageAt, problemMessage } from './messages.ts';
import { toWords } from './sentence.ts';

function field(code: string, params: FieldError['params'] = {}, pointer = '/name'): FieldError {
	return { pointer, code, params };
}

describe('problemMessage', () => {
	it('is the sentence of the code in the language of the screen', () => {
		const problem = toProblem({ code: 'stale', title: 'Precondition Failed', detail: 'English' }, 412);
		expect(problemMessage(problem, es).title).toBe(es.problems.stale);
		expect(problemMessage(problem, en).title).toBe(en.problems.stale);
	});

	it('names the parameters of the problem', () => {
		const params = { opens_at: '2026-03-03T12:00:00Z', cut_off_at: '2026-03-10T21:00:00Z' };
		const problem = toProblem({ code: 'cycle_not_open', detail: 'English', params }, 409);
		expect(problemMessage(problem, es).title).toContain('10 mar');
		expect(problemMessage(problem, en).title).toContain('10 Mar');
	});

	it('names what there is of open business, and nothing that there is none of', () => {
		const params = {
			orders: ['A-1', 'A-2'],
			standing_orders: [],
			deliveries: null,
			documents: [],
			balance: { amount: 500, currency: 'CLP' }
		};
		const problem = toProblem({ code: 'open_business', detail: 'English', params }, 409);
		expect(problemMessage(problem, en).title).toMatch(/Orders: A-1, A-2\. [^:]*: \$500\.$/);
	});

	it('is what the status means where the code is not known, or no response came', () => {
		expect(problemMessage(toProblem({ code: 'brand_new' }, 403), es)).toEqual(es.errors.forbidden);
		expect(problemMessage(toProblem({ code: 'toString' }, 409), es)).toEqual(es.errors.other);
		expect(problemMessage(unreachable(), en)).toEqual(en.errors.unreachable);
		expect(problemMessage(toProblem({ code: 'stale' }, 412), { ...es, problems: undefined })).toEqual(es.errors.stale);
	});
});

describe('messageAt', () => {
	it('speaks for one field only', () => {
		const problem = toProblem({ code: 'invalid_body', errors: [{ pointer: '/name', code: 'required' }] }, 400);
		expect(messageAt(problem, '/name', es)).toBe(es.problems.required);
		expect(messageAt(problem, '/email', es)).toBeUndefined();
	});
});

describe('fieldMessage', () => {
	it('names the limit that was exceeded', () => {
		expect(fieldMessage(field('too_long', { maximum: 120 }), es)).toBe('Escriba 120 signos como máximo.');
		expect(fieldMessage(field('too_short', { minimum: 15 }), en)).toBe('Write at least 15 characters.');
		expect(fieldMessage(field('out_of_range', { minimum: 1, maximum: 336 }), es)).toBe('Escriba un número de 1 a 336.');
		expect(fieldMessage(field('out_of_range', { minimum: '1', maximum: '9.5' }), en)).toBe('Write a number from 1 to 9.5.');
	});

	it('names what a file should hold instead', () => {
		expect(fieldMessage(field('unknown_word', { allowed: ['yes', 'no'] }), es)).toBe('Escriba una de estas palabras: yes, no.');
		expect(fieldMessage(field('unknown_code', { code: 'x-1', file: 'workshops.csv' }), es)).toBe(
			'«x-1» no está en Minga ni en workshops.csv.'
		);
		expect(fieldMessage(field('cell_count', { cells: 4, columns: 5 }), en)).toContain('4 cells');
	});

	it('says what an address looks like', () => {
		expect(fieldMessage(field('invalid_format', { format: 'email' }), es)).toBe(es.problems.invalid_email);
	});

	it('has a sentence for every code without any parameter, in both languages', () => {
		for (const t of [es, en]) {
			const sentences = Object.keys(t.problems).map((code) => fieldMessage(field(code), t));
			expect(sentences.filter((sentence) => sentence.trim() === '' || /undefined|null|\[object/.test(sentence))).toEqual([]);
		}
	});
});

describe('errorPlace', () => {
	it('names rows of a file and fields that a form does not show', () => {
		expect(errorPlace(field('required', { file: '', line: 3, column: 'date' }, 'line 3/date'), es)).toBe('línea 3, date');
		expect(errorPlace(field('required', { file: '', line: 12, column: '' }, 'line 12'), en)).toBe('line 12');
		expect(errorPlace(field('unreadable', { file: '', line: 0, column: '' }, ''), en)).toBe('');
		expect(errorPlace(field('required', {}, '?limit'), es)).toBe('limit');
		expect(errorPlace(field('required', {}, '/lines/0'), es)).toBe('lines/0');
	});
});

describe('toWords', () => {
	it('writes each value as the language does', () => {
		const params = { n: 20_000, day: '2026-03-31', amount: { amount: 4500, currency: 'CLP' }, list: ['a', 2], text: 'x', none: null };
		expect(toWords(params, 'es')).toMatchObject({
			n: '20.000',
			day: '31 mar 2026',
			amount: '$4.500',
			list: 'a, 2',
			text: 'x',
			none: undefined
		});
	});
});
