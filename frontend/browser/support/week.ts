/** The week of a cycle as far as a journey only needs it behind itself: done by the manager, through the API. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Journey } from './journey.ts';

interface Cycle {
	readonly id: string;
	readonly state: string;
	readonly delivery_date: string;
}

/** The cycle that buyers order in now. On some days of the week the next one is open too, with few orders yet. */
export async function openCycle(people: Journey, manager: Page): Promise<Cycle> {
	const cycles = await people.send<Cycle[]>(manager, 'GET', '/staff/cycles?state=open');
	const [next] = cycles.toSorted((a, b) => a.delivery_date.localeCompare(b.delivery_date));
	assert.ok(next, 'no cycle is open');
	return next;
}

/** Closes the open cycle, has its work split and sends the quotas out. */
export async function closeAndPublish(people: Journey, manager: Page): Promise<Cycle> {
	const cycle = await openCycle(people, manager);
	const path = `/staff/cycles/${cycle.id}`;
	await people.send(manager, 'POST', `${path}/close`);
	await people.send(manager, 'POST', `${path}/allocation/runs`, {}, { 'Idempotency-Key': `run-${cycle.id}` });
	await people.send(manager, 'POST', `${path}/allocation/publish`);
	return cycle;
}

interface Board {
	readonly run?: { readonly number: number };
	readonly quotas: readonly { readonly id: string; readonly state: string; readonly version: number }[];
}

/** What the split of a cycle shows to the staff. */
export const board = (people: Journey, manager: Page, cycle: string): Promise<Board> =>
	people.send<Board>(manager, 'GET', `/staff/cycles/${cycle}/allocation`);

/** Accepts for their units what is still to be answered, and what that offers again. */
export async function acceptTheRest(people: Journey, manager: Page, cycle: string): Promise<void> {
	for (;;) {
		const waiting = (await board(people, manager, cycle)).quotas.filter(({ state }) => state === 'published');
		if (waiting.length === 0) return;
		for (const { id, version } of waiting) await people.send(manager, 'POST', `/staff/quotas/${id}/accept`, undefined, { 'If-Match': `"v${version}"` });
	}
}

interface Line {
	readonly quota_id: string;
	readonly to_come: number;
}

/** Takes in, as it was asked for, what has not been received yet. */
export async function receiveTheRest(people: Journey, manager: Page, cycle: string): Promise<void> {
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Punta_Arenas' }).format(new Date());
	for (const { quota_id, to_come } of await people.send<Line[]>(manager, 'GET', `/staff/cycles/${cycle}/receiving`)) {
		if (to_come === 0) continue;
		const receipt = { quota_id, accepted: to_come, rejected: 0, made_on: today };
		await people.send(manager, 'POST', '/staff/goods-receipts', receipt, { 'Idempotency-Key': `receipt-${quota_id}` });
	}
}
