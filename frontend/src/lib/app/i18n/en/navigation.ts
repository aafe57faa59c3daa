import type { navigation as es } from '#lib/app/i18n/es/navigation.ts';

export const navigation: typeof es = {
	groupData: 'Data',
	baskets: 'Baskets',
	arrivals: 'Arrivals',
	invoices: 'Invoices',
	groupOperation: 'Upkeep',
	batches: 'Batches',
	money: 'Money',
	workshop: 'Workshop',
	groupSales: 'Sales and collection',
	groupPay: 'Paying the workshops',
	groupWeek: 'The week',
	groupGoods: 'What is sold',
	groupPeople: 'Who',
	allocation: 'The split',
	catalogue: 'Catalogue',
	checkSeal: 'Check a seal',
	apply: 'Buy for my business',
	applications: 'Applications',
	importing: 'Import and export'
};
