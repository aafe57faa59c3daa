/** The week of a cycle as far as a journey only needs it behind itself: done by the manager, through the API. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until, type Journey } from './journey.ts';

interface Cycle {
	readonly id: string;
	readonly state: string;
	readonly delivery_date: string;
}

/** The cycle that buyers order in now. */
export async function openCycle(people: Journey, manager: Page): Promise<Cycle> {
	const cycles = await people.send<Cycle[]>(manager, 'GET', '/staff/cycles?state=open');
	const [open, ...others] = cycles;
	assert.ok(open, 'no cycle is open');
	assert.equal(others.length, 0, 'more than one cycle is open');
	return open;
}

/** The day of the week of a date, in Spanish. The season's deliveries fall on a day that is so many from today. */
export const weekday = (date: string): string => new Date(date).toLocaleDateString('es', { weekday: 'long', timeZone: 'UTC' });

/** As rules of recurrence name the days, from Sunday. */
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** Has the lodge always order one jar, beginning with this delivery: too little to be an order, so the job blocks its date. */
export async function orderTooLittle(people: Journey, manager: Page, cycle: Cycle, name: string): Promise<void> {
	const lodge = await people.person('lodge');
	const [account, products] = await Promise.all([
		people.send<{ delivery_points: { id: string }[] }>(lodge, 'GET', '/buyer/account'),
		people.send<{ product: { id: string; name_es: string } }[]>(lodge, 'GET', '/buyer/products?limit=200')
	]);
	const jam = products.find(({ product }) => product.name_es.startsWith('Mermelada de calafate'));
	assert.ok(jam && account.delivery_points[0], 'the lodge has no jam, or nowhere to receive it');
	const always = {
		name,
		delivery_point_id: account.delivery_points[0].id,
		rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${WEEKDAYS[new Date(cycle.delivery_date).getUTCDay()]}`,
		starts_on: cycle.delivery_date,
		lines: [{ product_id: jam.product.id, quantity: 1, per_guest: false }]
	};
	const made = await people.send<{ standing_order: { id: string } }>(lodge, 'POST', '/buyer/standing-orders', always, {
		'Idempotency-Key': `always-${cycle.id}`
	});
	await until('the decision about its date', async () => {
		const { occurrence_issues: issues } = await people.send<{ occurrence_issues: { standing_order_id: string }[] }>(
			manager,
			'GET',
			`/staff/cycles/${cycle.id}/orders`
		);
		return issues.some(({ standing_order_id }) => standing_order_id === made.standing_order.id);
	});
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
	readonly quotas: readonly {
		readonly id: string;
		readonly state: string;
		readonly version: number;
		readonly workshop_code: string;
		readonly product_code: string;
		readonly lots: number;
	}[];
}

/** What the split of a cycle shows to the staff. */
export const board = (people: Journey, manager: Page, cycle: string): Promise<Board> =>
	people.send<Board>(manager, 'GET', `/staff/cycles/${cycle}/allocation`);

/** Accepts for their workshops what is still to be answered, and what that offers again. */
export async function acceptTheRest(people: Journey, manager: Page, cycle: string): Promise<void> {
	for (;;) {
		const waiting = (await board(people, manager, cycle)).quotas.filter(({ state }) => state === 'published');
		if (waiting.length === 0) return;
		for (const { id, version } of waiting)
			await people.send(manager, 'POST', `/staff/quotas/${id}/accept`, undefined, { 'If-Match': `"v${version}"` });
	}
}

interface Line {
	readonly quota_id: string;
	readonly outstanding: number;
}

/** Takes in, as it was asked for, what has not been received yet. */
export async function receiveTheRest(people: Journey, manager: Page, cycle: string): Promise<void> {
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Punta_Arenas' }).format(new Date());
	for (const { quota_id, outstanding } of await people.send<Line[]>(manager, 'GET', `/staff/cycles/${cycle}/receiving`)) {
		if (outstanding === 0) continue;
		const receipt = { quota_id, accepted: outstanding, rejected: 0, made_on: today };
		await people.send(manager, 'POST', '/staff/goods-receipts', receipt, { 'Idempotency-Key': `receipt-${quota_id}` });
	}
}
