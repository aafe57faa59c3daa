import type { Schema } from '#lib/app/api/types.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

type OccurrenceIssue = Schema<'OccurrenceIssue'>;

/** Why a date was ordered only partly or not at all, worded for staff instead of for the buyer. */
export function reasonForStaff(reason: Schema<'OccurrenceReason'>, t: Pick<Dictionary, 'orders'>): string {
	return { ...t.orders.reason, ...t.orders.buyersReason }[reason];
}

/** Separates dates that were not ordered completely, blocked ones first, from those that were skipped on purpose. */
export function groupIssues(issues: readonly OccurrenceIssue[]): { short: OccurrenceIssue[]; skipped: OccurrenceIssue[] } {
	const of = (state: Schema<'OccurrenceState'>) => issues.filter(({ occurrence }) => occurrence.state === state);
	return { short: [...of('blocked'), ...of('reduced')], skipped: of('skipped') };
}
