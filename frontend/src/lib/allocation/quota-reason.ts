import type { Schema } from '#lib/app/api/types.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

type Quota = Pick<Schema<'Quota'>, 'reason' | 'changes'>;

/** Why a quota was reduced: the workshop's own reason, else the cause of the last change. */
export function reasonOf(quota: Quota, t: Pick<Dictionary, 'kinds'>): string | undefined {
	const last = quota.changes.at(-1);
	const own = last === undefined || last.cause === 'amended' || last.cause === 'declined';
	return own ? quota.reason : t.kinds.quota_change[last.cause];
}

/** The changes that were not the workshop's own answer. */
export function externalChanges(quota: Quota): Schema<'QuotaChange'>[] {
	return quota.changes.filter(({ cause }) => cause !== 'amended' && cause !== 'declined' && cause !== 'expired');
}
