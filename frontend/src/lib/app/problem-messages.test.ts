import { describe, expect, it } from 'vitest';
import { toProblem, unreachable } from '#lib/app/api/problem.ts';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { fieldWords, oneField, pointerWords, problemWords } from './problem-messages.ts';

describe('problemWords', () => {
	it('says the sentence of the code in the language of the screen', () => {
		const problem = toProblem({ code: 'stale', title: 'Precondition Failed', detail: 'English' }, 412);
		expect(problemWords(problem, es).title).toBe(es.codes.stale);
		expect(problemWords(problem, en).title).toBe(en.codes.stale);
	});

	it('says what to do next when the code is not known, or no answer came', () => {
		expect(problemWords(toProblem({ code: 'brand_new' }, 403), es)).toEqual(es.errors.forbidden);
		expect(problemWords(toProblem({ code: 'toString' }, 409), es)).toEqual(es.errors.other);
		expect(problemWords(unreachable(), en)).toEqual(en.errors.unreachable);
	});

	it('speaks for one field only', () => {
		const problem = toProblem({ code: 'invalid_body', errors: [{ pointer: '/name', code: 'required' }] }, 400);
		expect(fieldWords(problem, '/name', es)).toBe(es.codes.required);
		expect(fieldWords(problem, '/email', es)).toBeUndefined();
	});
});

describe('oneField', () => {
	it('says how long a text may be, and what an address looks like', () => {
		const long = { pointer: '/name', code: 'too_long', detail: 'may have at most 120 characters' };
		const short = { pointer: '/password', code: 'too_short', detail: 'must have at least 15 characters' };
		expect([oneField(long, es), oneField(short, es)]).toEqual([es.forms.lettersAtMost('120'), es.forms.lettersAtLeast('15')]);
		expect(oneField({ ...long, detail: '' }, en)).toBe(en.codes.too_long);
		expect(oneField({ pointer: '/facts/email', code: 'invalid_format', detail: '' }, es)).toBe(es.codes.invalid_email);
	});
});

describe('pointerWords', () => {
	it('names rows of a file and fields that a form does not show', () => {
		expect(pointerWords('line 3/date', es)).toBe('línea 3, date');
		expect(pointerWords('line 12', en)).toBe('line 12');
		expect(pointerWords('?limit', es)).toBe('limit');
		expect(pointerWords('/lines/0', es)).toBe('lines/0');
	});
});
