import { getContext } from 'svelte';
import type { Resource } from '#lib/app/api/resource.svelte.ts';
import type { Schema } from '#lib/app/api/types.ts';

/** Under which the screens of one cycle share the cycle itself. */
export const CYCLE = Symbol('cycle');

/** The cycle whose screen this is; asking it again moves the stepper above. */
export function cycleHere(): Resource<Schema<'Cycle'>> {
	return getContext(CYCLE);
}
