import { getContext } from 'svelte';
import type { Resource } from '#lib/app/api/resource.svelte.ts';
import type { Schema } from '#lib/app/api/types.ts';

/** Context key of the cycle that its pages share. */
export const CYCLE = Symbol('cycle');

/** The cycle of this page; reloading it updates the stepper. */
export function cycleHere(): Resource<Schema<'Cycle'>> {
	return getContext(CYCLE);
}
