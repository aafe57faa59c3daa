import { describe, expect, it } from 'vitest';
import { isWaiting, panel, webAddress, type PanelInput } from './card-payment.ts';

const NOON = Date.parse('2026-03-14T15:00:00Z');
const attempt = (
	state: NonNullable<PanelInput['attempt']>['state'],
	more: Partial<NonNullable<PanelInput['attempt']>> = {}
): PanelInput['attempt'] => ({
	id: 'a',
	invoice_id: 'i',
	amount: { amount: 11_876, currency: 'CLP' },
	state,
	expires_at: '2026-03-14T16:00:00Z',
	begun_at: '2026-03-14T15:00:00Z',
	...more
});
const panelFor = (facts: Partial<PanelInput>) =>
	panel({ may: true, open: 11_876, attempt: null, returned: false, waitedLong: false, now: NOON, ...facts });
const page = { checkout_url: 'https://checkout.example/c/1' };

describe('paying an invoice by card', () => {
	it('is offered where something is open and whoever looks may pay', () => {
		expect(panelFor({})).toEqual({ show: 'offer', after: null });
		for (const not of [{ may: false }, { open: 0 }, { open: -5 }]) expect(panelFor(not)).toEqual({ show: 'nothing' });
	});

	it('waits for the page, and says when that takes long', () => {
		const waiting = panelFor({ attempt: attempt('requested') });
		expect(waiting).toEqual({ show: 'preparing', slow: false });
		expect(isWaiting(waiting)).toBe(true);
		const slow = panelFor({ attempt: attempt('requested'), waitedLong: true });
		expect(slow).toEqual({ show: 'preparing', slow: true });
		expect(isWaiting(slow)).toBe(false);
	});

	it('leads back to an open page until it closes, and only who may pay', () => {
		const open = attempt('open', page);
		expect(panelFor({ attempt: open })).toEqual({ show: 'open', until: '2026-03-14T16:00:00Z', url: page.checkout_url });
		expect(panelFor({ attempt: open, may: false })).toMatchObject({ show: 'open', url: null });
		expect(panelFor({ attempt: open, now: NOON + 3_600_000 })).toEqual({ show: 'closing' });
	});

	it('waits for the processor’s word when the buyer comes back from paying', () => {
		expect(panelFor({ attempt: attempt('open', page), returned: true })).toEqual({ show: 'confirming', slow: false });
		expect(panelFor({ attempt: attempt('open', page), returned: true, waitedLong: true })).toEqual({ show: 'confirming', slow: true });
		expect(panelFor({ attempt: attempt('open', page), returned: true, now: NOON + 3_600_000 })).toEqual({
			show: 'confirming',
			slow: false
		});
		expect(panelFor({ attempt: attempt('paid'), returned: true, open: 0 })).toEqual({ show: 'paid' });
	});

	it('does not believe the address alone', () => {
		expect(panelFor({ returned: true })).toEqual({ show: 'offer', after: null });
		expect(panelFor({ attempt: attempt('expired'), returned: true })).toEqual({ show: 'offer', after: 'expired' });
	});

	it('is offered again, with what became of the try before', () => {
		expect(panelFor({ attempt: attempt('expired') })).toEqual({ show: 'offer', after: 'expired' });
		for (const failure of ['no_answer', 'refused', 'key_refused'] as const) {
			expect(panelFor({ attempt: attempt('failed', { failure }) })).toEqual({ show: 'offer', after: failure });
		}
		expect(panelFor({ attempt: attempt('paid') })).toEqual({ show: 'offer', after: null });
		for (const state of ['expired', 'failed', 'paid'] as const)
			expect(panelFor({ attempt: attempt(state), open: 0 })).toEqual({ show: 'nothing' });
	});
});

describe('the address of the page', () => {
	it('is followed on the web alone', () => {
		expect(webAddress('https://checkout.example/c/1')).toBe('https://checkout.example/c/1');
		expect(webAddress('http://127.0.0.1:8420/pay/1')).toBe('http://127.0.0.1:8420/pay/1');
		for (const other of [undefined, '', '/c/1', 'javascript:alert(1)', 'data:text/html,x']) expect(webAddress(other)).toBeNull();
	});
});
