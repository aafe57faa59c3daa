import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from './result.ts';
import { Submission } from './submission.svelte.ts';

const refused = (status: number, code = 'x'): Result<string> => ({
	ok: false,
	problem: { code, title: '', params: {}, status, errors: [] }
});
const accepted: Result<string> = { ok: true, data: 'made', response: new Response() };

async function keysOf(answers: Result<string>[]): Promise<string[]> {
	const keys: string[] = [];
	for (const answer of answers) {
		// A new object each time, as after a reload of the page.
		await new Submission<string>('order').send(async (key) => {
			keys.push(key);
			return answer;
		});
	}
	return keys;
}

describe('Submission', () => {
	beforeEach(() => {
		const slots = new Map<string, string>();
		vi.stubGlobal('sessionStorage', {
			getItem: (name: string) => slots.get(name) ?? null,
			setItem: (name: string, value: string) => slots.set(name, value),
			removeItem: (name: string) => slots.delete(name)
		});
	});

	it('keeps the key while nobody knows what happened', async () => {
		const keys = await keysOf([refused(0), refused(503), refused(409, 'idempotency_key_in_use'), accepted]);
		expect(new Set(keys).size).toBe(1);
	});

	it('takes a new key after a success and after a clear refusal', async () => {
		const keys = await keysOf([accepted, refused(409, 'cycle_closed'), accepted]);
		expect(new Set(keys).size).toBe(3);
	});

	it('ignores a second press while the first is under way', async () => {
		const submission = new Submission<string>('order');
		let release: (value: Result<string>) => void = () => undefined;
		const first = submission.send(() => new Promise((resolve) => (release = resolve)));
		const second = vi.fn(async () => accepted);
		expect(await submission.send(second)).toBeNull();
		release(accepted);
		expect(await first).toBe('made');
		expect(second).not.toHaveBeenCalled();
	});
});
