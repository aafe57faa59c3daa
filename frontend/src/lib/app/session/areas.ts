import type { Schema } from '#lib/app/api/types.ts';
import { safeReturn } from '#lib/app/state/url.ts';

export type Session = Schema<'SessionDetail'>;
export type OrganisationKind = Schema<'OrganisationKind'>;

/** The area of each kind of organisation. */
export const HOMES: Record<OrganisationKind, string> = {
	buyer: '/compras',
	producer: '/taller',
	cooperative: '/cooperativa'
};

/** The organisation the person acts for now. */
export function activeOrganisation(session: Session): Schema<'SessionOrganisation'> | undefined {
	return session.organisations.find((organisation) => organisation.id === session.organisation_id);
}

/** Where a person goes after signing in: back to the former page if the person may enter its area, else to their own area. */
export function afterSignIn(session: Session, wanted: string | null): string {
	const organisation = activeOrganisation(session) ?? session.organisations[0];
	const home = organisation ? HOMES[organisation.kind] : '/';
	const back = safeReturn(wanted, home);
	const area = areaAt(back);
	return !area || session.organisations.some(({ kind }) => kind === area) ? back : home;
}

/** The kind of organisation whose area an address belongs to; undefined for public pages. */
export function areaAt(path: string): OrganisationKind | undefined {
	const kinds = Object.keys(HOMES) as OrganisationKind[];
	return kinds.find((kind) => path === HOMES[kind] || path.startsWith(`${HOMES[kind]}/`) || path.startsWith(`${HOMES[kind]}?`));
}

/** What happens before an area is entered. */
export type Entry = { readonly go: 'in' } | { readonly go: 'switch'; readonly to: string } | { readonly go: 'refused' };

/**
 * Whether the person may enter an area. With several organisations, the address decides for which one
 * the person acts.
 */
export function entryFor(session: Session, area: OrganisationKind): Entry {
	if (activeOrganisation(session)?.kind === area) return { go: 'in' };
	const other = session.organisations.find(({ kind }) => kind === area);
	return other ? { go: 'switch', to: other.id } : { go: 'refused' };
}

/** The sign-in page that leads back to `from`. */
export function signInAddress(from: string): string {
	return from === '/' ? '/ingresar' : `/ingresar?volver=${encodeURIComponent(from)}`;
}
