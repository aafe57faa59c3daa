import type { Schema } from '#lib/app/api/types.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

type OccurrenceIssue = Schema<'ToldOccurrence'>;

/** Why a date came in part or not at all, in words for staff: where the buyer's own words say "you", these say the buyer. */
export function reasonForStaff(reason: Schema<'OccurrenceReason'>, t: Pick<Dictionary, 'orders'>): string {
	return { ...t.orders.reason, ...t.orders.buyersReason }[reason];
}

/** What was not ordered whole though the buyer wanted it, the worst first; and what was rightly skipped, as the buyer or the harvest would have it. */
export function groupIssues(issues: readonly OccurrenceIssue[]): { short: OccurrenceIssue[]; skipped: OccurrenceIssue[] } {
	const of = (state: Schema<'OccurrenceState'>) => issues.filter(({ occurrence }) => occurrence.state === state);
	return { short: [...of('blocked'), ...of('reduced')], skipped: of('skipped') };
}
