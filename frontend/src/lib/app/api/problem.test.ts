import { describe, expect, it } from 'vitest';
import { nextCursor } from './paging.ts';
import { errorAt, toProblem, UNREADABLE } from './problem.ts';

describe('nextCursor', () => {
	it('finds the next link among others', () => {
		const link = '</api/v1/orders?limit=2>; rel="first", </api/v1/orders?limit=2&after=ab%2Fc>; rel="next"';
		expect(nextCursor(link)).toBe('ab/c');
	});

	it('accepts absolute addresses, unquoted and joined relations', () => {
		expect(nextCursor('<https://minga.example/api?after=7>; title="a, b"; rel=next')).toBe('7');
		expect(nextCursor('</api?after=8>; rel="up next"')).toBe('8');
	});

	it('says null on the last page', () => {
		expect(nextCursor(null)).toBeNull();
		expect(nextCursor('</api?after=1>; rel="prev"')).toBeNull();
	});
});

describe('problem', () => {
	it('keeps codes, parameters and field pointers', () => {
		const problem = toProblem(
			{
				code: 'invalid',
				title: 'Bad Request',
				errors: [{ pointer: '/lines/0/quantity', code: 'out_of_range', params: { minimum: 1 } }, 3]
			},
			400
		);
		expect(problem.status).toBe(400);
		expect(errorAt(problem, '/lines/0/quantity')).toMatchObject({ code: 'out_of_range', params: { minimum: 1 } });
		expect(problem.params).toEqual({});
		expect(errorAt(problem, '/lines/1/quantity')).toBeUndefined();
	});

	it('does not trust a body that is no problem document', () => {
		expect(toProblem('<html>', 502).code).toBe(UNREADABLE);
		expect(toProblem(undefined, 500).errors).toEqual([]);
	});
});
