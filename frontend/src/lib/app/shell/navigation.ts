import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import type { IconName } from './icons.ts';

/** One place in a door's navigation. An entry is added together with its page, never before. */
export interface Place {
	readonly href: string;
	readonly label: (t: Dictionary) => string;
	readonly icon: IconName;
	/** Staff's long list is read in groups. */
	readonly group?: (t: Dictionary) => string;
	/** Pages beside it that have no entry of their own and are reached from it. */
	readonly beside?: readonly string[];
	/** Who at the cooperative finds something there; without it everybody does. */
	readonly role?: 'admin' | 'finance' | 'staff';
}

export type Door = 'public' | 'buyer' | 'producer' | 'staff';

export const places: Record<Door, readonly Place[]> = {
	public: [
		{ href: '/catalogo', label: (t) => t.catalogue.title, icon: 'jar' },
		{ href: '/sello', label: (t) => t.catalogue.sealTitle, icon: 'seal' }
	],
	buyer: [
		{ href: '/compras', label: (t) => t.orders.calendar, icon: 'calendar' },
		{ href: '/compras/pedidos', label: (t) => t.orders.mine, icon: 'basket' },
		{ href: '/compras/permanentes', label: (t) => t.orders.standing, icon: 'repeat' },
		{ href: '/compras/llegadas', label: (t) => t.orders.arrivals, icon: 'guests' },
		{ href: '/compras/facturas', label: (t) => t.orders.invoices, icon: 'paper' }
	],
	producer: [
		{ href: '/taller', label: (t) => t.producer.quotas, icon: 'basket' },
		{ href: '/taller/lotes', label: (t) => t.producer.batches, icon: 'jar' },
		{ href: '/taller/reparto', label: (t) => t.producer.standing, icon: 'split', beside: ['/taller/equidad'] },
		{ href: '/taller/dinero', label: (t) => t.producer.money, icon: 'coins', beside: ['/taller/acuerdos'] },
		{ href: '/taller/unidad', label: (t) => t.producer.workshop, icon: 'house' }
	],
	staff: [
		{ href: '/cooperativa', label: (t) => t.week.cycles, icon: 'board', group: (t) => t.registry.groupWeek },
		{
			href: '/cooperativa/pedidos',
			label: (t) => t.week.orders,
			icon: 'basket',
			group: (t) => t.registry.groupWeek,
			beside: ['/cooperativa/permanentes']
		},
		{ href: '/cooperativa/lotes', label: (t) => t.week.trace, icon: 'search', group: (t) => t.registry.groupWeek },
		{ href: '/cooperativa/facturas', label: (t) => t.books.invoices, icon: 'paper', group: (t) => t.books.groupSales },
		{ href: '/cooperativa/banco', label: (t) => t.books.bank, icon: 'bank', group: (t) => t.books.groupSales, role: 'finance' },
		{ href: '/cooperativa/cobros', label: (t) => t.books.payments, icon: 'coins', group: (t) => t.books.groupSales, role: 'finance' },
		{ href: '/cooperativa/fondos', label: (t) => t.books.pools, icon: 'split', group: (t) => t.books.groupPay },
		{ href: '/cooperativa/liquidaciones', label: (t) => t.books.statements, icon: 'paper', group: (t) => t.books.groupPay },
		{ href: '/cooperativa/pagos', label: (t) => t.books.payouts, icon: 'coins', group: (t) => t.books.groupPay, role: 'finance' },
		{ href: '/cooperativa/libro', label: (t) => t.books.ledger, icon: 'paper', group: (t) => t.books.groupPay },
		{ href: '/cooperativa/productos', label: (t) => t.registry.products, icon: 'jar', group: (t) => t.registry.groupGoods },
		{ href: '/cooperativa/ofertas', label: (t) => t.registry.offers, icon: 'basket', group: (t) => t.registry.groupGoods },
		{ href: '/cooperativa/precios', label: (t) => t.registry.prices, icon: 'coins', group: (t) => t.registry.groupGoods },
		{ href: '/cooperativa/certificados', label: (t) => t.registry.certificates, icon: 'seal', group: (t) => t.registry.groupGoods },
		{ href: '/cooperativa/talleres', label: (t) => t.registry.units, icon: 'house', group: (t) => t.registry.groupPeople },
		{ href: '/cooperativa/compradores', label: (t) => t.registry.buyers, icon: 'guests', group: (t) => t.registry.groupPeople },
		{ href: '/cooperativa/organizaciones', label: (t) => t.registry.organisations, icon: 'board', group: (t) => t.registry.groupPeople },
		{ href: '/cooperativa/equidad', label: (t) => t.fairness.title, icon: 'split', group: (t) => t.registry.groupPeople },
		{ href: '/cooperativa/acuerdos', label: (t) => t.assembly.title, icon: 'paper', group: (t) => t.registry.groupPeople },
		{ href: '/cooperativa/personas', label: (t) => t.registry.people, icon: 'guests', group: (t) => t.registry.groupPeople, role: 'admin' },
		{ href: '/cooperativa/importar', label: (t) => t.exchange.title, icon: 'transfer', group: (t) => t.exchange.group, role: 'admin' },
		{ href: '/cooperativa/trabajos', label: (t) => t.upkeep.jobs, icon: 'tools', group: (t) => t.upkeep.group },
		{ href: '/cooperativa/mensajes', label: (t) => t.upkeep.messages, icon: 'paper', group: (t) => t.upkeep.group, role: 'staff' }
	]
};

/** Whether the address lies at a place, below it or beside it; a door's own start page counts only by itself. */
export function isAt(place: Place, pathname: string, all: readonly Place[]): boolean {
	const fit = fitOf(place, pathname);
	// The longest entry that fits wins, so that /compras is not lit while one is at /compras/pedidos.
	return fit > 0 && all.every((other) => fitOf(other, pathname) <= fit);
}

/** How much of the address a place fits; 0 where it does not. */
function fitOf({ href, beside = [] }: Place, pathname: string): number {
	return Math.max(0, ...[href, ...beside].filter((at) => pathname === at || pathname.startsWith(`${at}/`)).map((at) => at.length));
}
