import type { Dictionary } from '../es';

export const forms: Dictionary['forms'] = {
	between: (min: string, max: string) => `Type a number between ${min} and ${max}.`,
	exactly: (n: string) => `Only ${n} fits here.`,
	choose: 'Choose…',
	csv: 'Download as CSV',
	reason: 'Reason',
	from: 'From',
	until: 'Until',
	date: 'Date',
	state: 'State',
	code: 'Code',
	name: 'Name',
	nameEs: 'Name in Spanish',
	nameEn: 'Name in English',
	product: 'Product',
	unit: 'Workshop',
	buyer: 'Buyer',
	quantity: 'Quantity',
	amount: 'Amount',
	change: 'Change',
	actions: 'What to do',
	none: 'none',
	today: 'today'
};
