import type { texts as es } from './es.ts';

export const texts: typeof es = {
	title: 'Paste a list',
	lead: 'Copy the lines of a mail or a spreadsheet, for example “12 calafate jam, 6 fresh cheese”.',
	list: 'Your list',
	read: 'Read the list',
	back: 'Back to the text',
	nothing: 'We see no products in this text. Write one a line, with its quantity.',
	review: 'Check each line. Nothing is ordered until you send the order.',
	degraded: 'The search is paused: we compared names only.',
	product: 'Product',
	quantity: 'Units',
	leaveOut: 'Leave this line out',
	searchOther: 'Search another product',
	likely: 'Check that it is this one.',
	unsure: 'We are not sure: choose the product.',
	unknown: 'We did not find this product.',
	issue: {
		missing: 'It does not say how many units.',
		ambiguous: 'It has more than one number: write the units.',
		not_whole: 'Units are whole: write how many.',
		packs: 'It says boxes or trays: write how many units they are.',
		zero: 'It says 0: it is not ordered.',
		too_large: 'It is more than an order may have.'
	},
	summed: (n: string) => `It is in several lines: they add up to ${n}.`,
	replaces: (n: string) => `Replaces the ${n} in the order.`,
	fill: (n: number) => (n === 1 ? 'Put 1 product into the order' : `Put ${n} products into the order`),
	filled: (n: number) => (n === 1 ? '1 product is in the order now.' : `${n} products are in the order now.`),
	leftOver: 'Left out of your list',
	dismiss: 'OK'
};
