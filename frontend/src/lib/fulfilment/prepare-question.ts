import type { Schema } from '#lib/app/api/types.ts';
import { named } from '#lib/app/format/localized.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import { totalOf } from '#lib/app/sums.ts';

/** Whether a quota is not fixed yet. */
export function isUnsettled({ state }: Pick<Schema<'Quota'>, 'state'>): boolean {
	return state === 'published' || state === 'accepted' || state === 'amended';
}

/** Number of late lines that are named. */
const NAMED = 3;

type Line = Pick<Schema<'ReceivingLine'>, 'workshop_name' | 'product_name_es' | 'product_name_en' | 'outstanding'>;

/** The question before deliveries are prepared, which ends reception: what is missing then becomes a shortage. */
export function prepareQuestion(lines: readonly Line[], t: Dictionary, number: (value: number) => string): string {
	const late = lines.filter(({ outstanding }) => outstanding > 0);
	if (late.length === 0) return t.fulfilment.prepareAsk;
	const names = late.slice(0, NAMED).map((line) => `${line.workshop_name}, ${named(line, 'product_name')} (${number(line.outstanding)})`);
	if (late.length > NAMED) names.push('…');
	return `${t.fulfilment.prepareMissing(number(totalOf(late, ({ outstanding }) => outstanding)), names.join('; '))} ${t.fulfilment.prepareAsk}`;
}
