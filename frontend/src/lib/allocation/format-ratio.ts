import { i18n } from '#lib/app/i18n/index.svelte.ts';
import { installation } from '#lib/app/state/installation.svelte.ts';

/** A ratio as people read it: money given per unit of share, without fractions. */
export function ratio(amount: number): string {
	return i18n.money({ amount: Math.round(amount), currency: installation.currency });
}
