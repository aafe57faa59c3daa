import type { Schema } from '#lib/app/api/types.ts';
import { session } from './session.svelte.ts';

type Role = Schema<'Role'>;

/**
 * Whether the person holds a role at the cooperative, so that screens offer only what the server
 * will accept. The server decides.
 */
export function may(role: Exclude<Role, 'viewer'>): boolean {
	const roles = session.detail?.roles ?? [];
	return roles.includes('admin') || roles.includes(role);
}
