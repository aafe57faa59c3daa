import type { Schema } from '#lib/app/api/types.ts';
import type { Dictionary, Language } from '#lib/app/i18n/index.svelte.ts';
import { formatInstant } from '#lib/app/format/dates.ts';
import type { Step } from '#lib/ui/Stepper.svelte';

type State = Schema<'CycleState'>;

/** The states of a cycle, in order. */
export const STATES: readonly State[] = ['draft', 'open', 'closed', 'allocated', 'published', 'delivering', 'delivered'];

/** What a cycle waits for. */
export type Next =
	'open' | 'wait_orders' | 'allocate' | 'publish' | 'receive' | 'under_way' | 'deliver' | 'collect' | 'state' | 'pay_out' | 'nothing';

/** What a delivered cycle waits for, by the state of its money. */
const MONEY: Record<Schema<'CycleMoneyState'>, Next> = {
	collecting: 'collect',
	stating: 'state',
	paying_out: 'pay_out',
	paid_out: 'nothing'
};

/**
 * A cycle in delivery is in reception until its deliveries are prepared, which a list does not know. `money` is absent
 * before anything of the cycle is invoiced.
 */
export function nextStep(state: State, packed?: boolean, money?: Schema<'CycleMoneyState'>): Next {
	switch (state) {
		case 'draft':
			return 'open';
		case 'open':
			return 'wait_orders';
		case 'closed':
			return 'allocate';
		case 'allocated':
			return 'publish';
		case 'published':
			return 'receive';
		case 'delivering':
			return packed === undefined ? 'under_way' : packed ? 'deliver' : 'receive';
		case 'delivered':
			return money ? MONEY[money] : 'collect';
	}
}

/** The steps of a cycle with their times. */
export function stepsOf(cycle: Schema<'Cycle'>, t: Dictionary, language: Language): Step[] {
	const reached: Record<State, string | undefined> = {
		draft: undefined,
		open: cycle.opened_at,
		closed: cycle.closed_at,
		allocated: cycle.allocated_at,
		published: cycle.published_at,
		delivering: cycle.delivering_at,
		delivered: cycle.delivered_at
	};
	const planned: Partial<Record<State, string>> = { open: cycle.opens_at, closed: cycle.cut_off_at };
	return STATES.map((state) => {
		const at = reached[state] ?? planned[state];
		const note = at && formatInstant(at, language);
		return { key: state, label: t.states.cycle[state], note: reached[state] || !note ? note : t.cycles.planned(note) };
	});
}
