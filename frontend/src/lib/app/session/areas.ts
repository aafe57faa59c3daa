import type { Wire } from '#lib/app/api/types.ts';
import { safeReturn } from '#lib/app/state/url.ts';

export type Session = Wire<'SessionDetail'>;
export type OrganisationKind = Wire<'OrganisationKind'>;

/** The address where each kind of organisation works. */
export const HOMES: Record<OrganisationKind, string> = {
	buyer: '/compras',
	producer: '/taller',
	cooperative: '/cooperativa'
};

/** The organisation the person acts for now. */
export function activeOrganisation(session: Session): Wire<'SessionOrganisation'> | undefined {
	return session.organisations.find((organisation) => organisation.id === session.organisation_id);
}

/** Where a person goes after signing in: back to where he was, if that is his door, else to his own. */
export function afterSignIn(session: Session, wanted: string | null): string {
	const organisation = activeOrganisation(session) ?? session.organisations[0];
	const home = organisation ? HOMES[organisation.kind] : '/';
	const back = safeReturn(wanted, home);
	const door = doorAt(back);
	return !door || session.organisations.some(({ kind }) => kind === door) ? back : home;
}

/** Whose door an address lies behind; none for the public pages. */
export function doorAt(path: string): OrganisationKind | undefined {
	const kinds = Object.keys(HOMES) as OrganisationKind[];
	return kinds.find((kind) => path === HOMES[kind] || path.startsWith(`${HOMES[kind]}/`) || path.startsWith(`${HOMES[kind]}?`));
}

/** What is to happen before a door opens. */
export type Entry = { readonly go: 'in' } | { readonly go: 'switch'; readonly to: string } | { readonly go: 'refused' };

/**
 * Whether the person may go through a door. Who belongs to several organisations says by the address
 * for which he wants to act.
 */
export function entryTo(session: Session, door: OrganisationKind): Entry {
	if (activeOrganisation(session)?.kind === door) return { go: 'in' };
	const other = session.organisations.find(({ kind }) => kind === door);
	return other ? { go: 'switch', to: other.id } : { go: 'refused' };
}

/** The sign-in page that leads back to `from`. */
export function signInAddress(from: string): string {
	return from === '/' ? '/ingresar' : `/ingresar?volver=${encodeURIComponent(from)}`;
}
