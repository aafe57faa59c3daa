import type { Language } from '#lib/app/format/money.ts';
import type { Sentences } from '#lib/app/problems/sentence.ts';
import type { es } from './es/index.ts';

type Files<Texts> = Readonly<Record<Language, () => Promise<{ readonly texts: Texts }>>>;

function files<Texts>(all: Files<Texts>): Files<Texts> {
	return all;
}

/**
 * The text files of the slices. A page loads those of the slices it shows (`i18n.load` in its `+layout.ts` or
 * `+page.ts`), in one language. A further language is one file per slice; the type check names those that lack it.
 */
const FILES = {
	allocation: files({ es: () => import('#lib/allocation/es.ts'), en: () => import('#lib/allocation/en.ts') }),
	applications: files({ es: () => import('#lib/buyers/applications/es.ts'), en: () => import('#lib/buyers/applications/en.ts') }),
	baskets: files({ es: () => import('#lib/baskets/es.ts'), en: () => import('#lib/baskets/en.ts') }),
	buyers: files({ es: () => import('#lib/buyers/es.ts'), en: () => import('#lib/buyers/en.ts') }),
	catalogue: files({ es: () => import('#lib/catalogue/es.ts'), en: () => import('#lib/catalogue/en.ts') }),
	certification: files({ es: () => import('#lib/certification/es.ts'), en: () => import('#lib/certification/en.ts') }),
	cycles: files({ es: () => import('#lib/cycles/es.ts'), en: () => import('#lib/cycles/en.ts') }),
	fulfilment: files({ es: () => import('#lib/fulfilment/es.ts'), en: () => import('#lib/fulfilment/en.ts') }),
	identity: files({ es: () => import('#lib/identity/es.ts'), en: () => import('#lib/identity/en.ts') }),
	import_export: files({ es: () => import('#lib/import_export/es.ts'), en: () => import('#lib/import_export/en.ts') }),
	invoicing: files({ es: () => import('#lib/invoicing/es.ts'), en: () => import('#lib/invoicing/en.ts') }),
	jobs: files({ es: () => import('#lib/app/jobs/es.ts'), en: () => import('#lib/app/jobs/en.ts') }),
	members: files({ es: () => import('#lib/members/es.ts'), en: () => import('#lib/members/en.ts') }),
	notifications: files({ es: () => import('#lib/notifications/es.ts'), en: () => import('#lib/notifications/en.ts') }),
	orders: files({ es: () => import('#lib/orders/es.ts'), en: () => import('#lib/orders/en.ts') }),
	order_text: files({ es: () => import('#lib/order_text/es.ts'), en: () => import('#lib/order_text/en.ts') }),
	payments: files({ es: () => import('#lib/payments/es.ts'), en: () => import('#lib/payments/en.ts') }),
	photos: files({ es: () => import('#lib/catalogue/photos/es.ts'), en: () => import('#lib/catalogue/photos/en.ts') }),
	protocols: files({ es: () => import('#lib/certification/protocols/es.ts'), en: () => import('#lib/certification/protocols/en.ts') }),
	reports: files({ es: () => import('#lib/reports/es.ts'), en: () => import('#lib/reports/en.ts') }),
	search: files({ es: () => import('#lib/search/es.ts'), en: () => import('#lib/search/en.ts') }),
	settlement: files({ es: () => import('#lib/settlement/es.ts'), en: () => import('#lib/settlement/en.ts') }),
	standing_orders: files({ es: () => import('#lib/standing_orders/es.ts'), en: () => import('#lib/standing_orders/en.ts') })
};

export type Slice = keyof typeof FILES;

type TextsOf<S extends Slice> = (typeof FILES)[S] extends Files<infer Texts> ? Texts : never;

/**
 * All texts. Those of the app are always there, those of a slice once they are loaded. The sentences for problems are
 * fetched after the page is drawn; until then a problem is described by its status.
 */
export type Dictionary = typeof es & { readonly problems?: Sentences } & { readonly [S in Slice]: TextsOf<S> };

/** Loads the texts of these slices in one language. */
export async function loadTexts(slices: readonly Slice[], language: Language): Promise<Partial<Dictionary>> {
	const loaded = await Promise.all(slices.map(async (slice) => [slice, (await FILES[slice][language]()).texts]));
	return Object.fromEntries(loaded) as Partial<Dictionary>;
}

/** All slices that have texts. */
export const ALL_SLICES = Object.keys(FILES) as Slice[];
