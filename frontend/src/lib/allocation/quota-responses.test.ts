import { describe, expect, it } from 'vitest';
import { unreachable } from '#lib/app/api/problem.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { acceptAll, awaitsAnswer } from './quota-responses.ts';

const quota = (id: string) => ({ id }) as Schema<'Quota'>;
const taken = (of: Schema<'Quota'>) => Promise.resolve({ ok: true as const, data: of, response: new Response() });

describe('accepting all quotas of a delivery', () => {
	it('answers each once, in their order', async () => {
		const seen: string[] = [];
		const result = await acceptAll([quota('a'), quota('b')], (of) => {
			seen.push(of.id);
			return taken(of);
		});
		expect(result).toMatchObject({ ok: true, data: 2 });
		expect(seen).toEqual(['a', 'b']);
	});

	it('stops where one is refused, and says why', async () => {
		const seen: string[] = [];
		const result = await acceptAll([quota('a'), quota('b'), quota('c')], (of) => {
			seen.push(of.id);
			return of.id === 'b' ? Promise.resolve({ ok: false as const, problem: unreachable() }) : taken(of);
		});
		expect(result).toMatchObject({ ok: false });
		expect(seen).toEqual(['a', 'b']);
	});
});

describe('awaitsAnswer', () => {
	it('ends with the answer or with its time', () => {
		const now = new Date('2026-03-02T12:00:00Z');
		expect(awaitsAnswer({ state: 'published', respond_by: '2026-03-02T12:00:01Z' }, now)).toBe(true);
		expect(awaitsAnswer({ state: 'published', respond_by: '2026-03-02T12:00:00Z' }, now)).toBe(false);
		expect(awaitsAnswer({ state: 'accepted', respond_by: '2026-03-03T12:00:00Z' }, now)).toBe(false);
	});
});
