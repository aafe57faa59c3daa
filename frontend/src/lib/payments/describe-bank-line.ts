// A bank line in words, as the decision about its duplicates shows it.
import type { Schema } from '#lib/app/api/types.ts';
import { i18n } from '#lib/app/i18n/index.svelte.ts';

export function describeBankLine(line: Schema<'OriginalBankLine'> | Schema<'BankLine'>): string {
	return i18n.t.payments.movementOf(i18n.money(line.amount), i18n.date(line.booked_on), line.reference);
}
