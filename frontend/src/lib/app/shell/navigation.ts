import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import type { IconName } from './icons.ts';

/** One entry in the navigation of an area. */
export interface Place {
	readonly href: string;
	readonly label: (t: Dictionary) => string;
	readonly icon: IconName;
	/** Heading of a group of entries. */
	readonly group?: (t: Dictionary) => string;
	/** Related pages without an entry of their own. */
	readonly beside?: readonly string[];
	/** The role at the cooperative that sees the entry; undefined for everybody. */
	readonly role?: 'admin' | 'finance' | 'staff';
}

export type Area = 'public' | 'buyer' | 'producer' | 'staff';

export const places: Record<Area, readonly Place[]> = {
	public: [
		{ href: '/catalogo', label: (t) => t.navigation.catalogue, icon: 'jar' },
		{ href: '/sello', label: (t) => t.navigation.checkSeal, icon: 'seal' },
		{ href: '/postular', label: (t) => t.navigation.apply, icon: 'basket' }
	],
	buyer: [
		{ href: '/compras', label: (t) => t.orders.calendar, icon: 'calendar' },
		{ href: '/compras/pedidos', label: (t) => t.orders.myOrders, icon: 'basket', beside: ['/compras/rastro'] },
		{ href: '/compras/permanentes', label: (t) => t.orders.standing, icon: 'repeat' },
		{ href: '/compras/canastas', label: (t) => t.navigation.baskets, icon: 'jar' },
		{ href: '/compras/llegadas', label: (t) => t.navigation.arrivals, icon: 'guests' },
		{ href: '/compras/facturas', label: (t) => t.navigation.invoices, icon: 'paper' }
	],
	producer: [
		{ href: '/taller', label: (t) => t.allocation.quotas, icon: 'basket' },
		{ href: '/taller/lotes', label: (t) => t.navigation.batches, icon: 'jar', beside: ['/taller/rastro'] },
		{ href: '/taller/reparto', label: (t) => t.navigation.allocation, icon: 'split', beside: ['/taller/equidad'] },
		{ href: '/taller/dinero', label: (t) => t.navigation.money, icon: 'coins', beside: ['/taller/acuerdos'] },
		{ href: '/taller/mi-taller', label: (t) => t.navigation.workshop, icon: 'house', beside: ['/taller/protocolos'] }
	],
	staff: [
		{ href: '/cooperativa', label: (t) => t.cycles.cycles, icon: 'board', group: (t) => t.navigation.groupWeek },
		{
			href: '/cooperativa/pedidos',
			label: (t) => t.orders.orders,
			icon: 'basket',
			group: (t) => t.navigation.groupWeek,
			beside: ['/cooperativa/permanentes']
		},
		{
			href: '/cooperativa/lotes',
			label: (t) => t.fulfilment.trace,
			icon: 'search',
			group: (t) => t.navigation.groupWeek,
			beside: ['/cooperativa/rastro']
		},
		{
			href: '/cooperativa/existencias',
			label: (t) => t.fulfilment.stock,
			icon: 'jar',
			group: (t) => t.navigation.groupWeek,
			beside: ['/cooperativa/retiros']
		},
		{ href: '/cooperativa/facturas', label: (t) => t.invoicing.invoices, icon: 'paper', group: (t) => t.navigation.groupSales },
		{ href: '/cooperativa/banco', label: (t) => t.payments.bank, icon: 'bank', group: (t) => t.navigation.groupSales, role: 'finance' },
		{
			href: '/cooperativa/cobros',
			label: (t) => t.payments.payments,
			icon: 'coins',
			group: (t) => t.navigation.groupSales,
			role: 'finance'
		},
		{ href: '/cooperativa/fondos', label: (t) => t.settlement.pools, icon: 'split', group: (t) => t.navigation.groupPay },
		{
			href: '/cooperativa/liquidaciones',
			label: (t) => t.settlement.statements,
			icon: 'paper',
			group: (t) => t.navigation.groupPay,
			beside: ['/cooperativa/anticipos']
		},
		{ href: '/cooperativa/pagos', label: (t) => t.settlement.payouts, icon: 'coins', group: (t) => t.navigation.groupPay, role: 'finance' },
		{ href: '/cooperativa/libro', label: (t) => t.settlement.ledger, icon: 'paper', group: (t) => t.navigation.groupPay },
		{ href: '/cooperativa/productos', label: (t) => t.catalogue.products, icon: 'jar', group: (t) => t.navigation.groupGoods },
		{ href: '/cooperativa/canastas', label: (t) => t.navigation.baskets, icon: 'basket', group: (t) => t.navigation.groupGoods },
		{ href: '/cooperativa/busquedas', label: (t) => t.catalogue.searches, icon: 'search', group: (t) => t.navigation.groupGoods },
		{ href: '/cooperativa/ofertas', label: (t) => t.catalogue.offers, icon: 'basket', group: (t) => t.navigation.groupGoods },
		{ href: '/cooperativa/precios', label: (t) => t.catalogue.prices, icon: 'coins', group: (t) => t.navigation.groupGoods },
		{
			href: '/cooperativa/certificados',
			label: (t) => t.certification.staffCertificates,
			icon: 'seal',
			group: (t) => t.navigation.groupGoods,
			beside: ['/cooperativa/protocolos']
		},
		{ href: '/cooperativa/talleres', label: (t) => t.members.workshops, icon: 'house', group: (t) => t.navigation.groupPeople },
		{
			href: '/cooperativa/postulaciones',
			label: (t) => t.navigation.applications,
			icon: 'paper',
			group: (t) => t.navigation.groupPeople
		},
		{ href: '/cooperativa/compradores', label: (t) => t.buyers.buyers, icon: 'guests', group: (t) => t.navigation.groupPeople },
		{ href: '/cooperativa/organizaciones', label: (t) => t.identity.organisations, icon: 'board', group: (t) => t.navigation.groupPeople },
		{ href: '/cooperativa/equidad', label: (t) => t.reports.title, icon: 'split', group: (t) => t.navigation.groupPeople },
		{ href: '/cooperativa/acuerdos', label: (t) => t.members.decisions, icon: 'paper', group: (t) => t.navigation.groupPeople },
		{
			href: '/cooperativa/personas',
			label: (t) => t.identity.people,
			icon: 'guests',
			group: (t) => t.navigation.groupPeople,
			role: 'admin'
		},
		{
			href: '/cooperativa/importar',
			label: (t) => t.navigation.importing,
			icon: 'transfer',
			group: (t) => t.navigation.groupData,
			role: 'admin'
		},
		{ href: '/cooperativa/trabajos', label: (t) => t.jobs.jobs, icon: 'tools', group: (t) => t.navigation.groupOperation },
		{
			href: '/cooperativa/mensajes',
			label: (t) => t.notifications.messages,
			icon: 'paper',
			group: (t) => t.navigation.groupOperation,
			role: 'staff'
		}
	]
};

/** Whether an address belongs to an entry, its subpages or its related pages; the start page of an area counts only by itself. */
export function isAt(place: Place, pathname: string, all: readonly Place[]): boolean {
	const fit = fitOf(place, pathname);
	// The longest match wins, so that /compras is not current at /compras/pedidos.
	return fit > 0 && all.every((other) => fitOf(other, pathname) <= fit);
}

/** Length of the match between an entry and an address; 0 if there is none. */
function fitOf({ href, beside = [] }: Place, pathname: string): number {
	return Math.max(0, ...[href, ...beside].filter((at) => pathname === at || pathname.startsWith(`${at}/`)).map((at) => at.length));
}
