import type { common as es } from '#lib/app/i18n/es/common.ts';

/** What the tax office's additional taxes are taken on, by their codes. */
const taxed: Record<string, string> = { 24: 'liqueurs', 25: 'wines', 26: 'beers and ciders', 27: 'soft drinks', 271: 'sugary drinks' };

export const common: typeof es = {
	save: 'Save',
	cancel: 'Cancel',
	close: 'Close',
	back: 'Back',
	next: 'Next',
	previous: 'Previous',
	retry: 'Try again',
	reload: 'Load again',
	search: 'Search',
	send: 'Send',
	sending: 'Sending…',
	loading: 'Loading…',
	optional: 'optional',
	all: 'All',
	more: 'Show more',
	copy: 'Copy',
	copied: (what: string) => `Copied: ${what}.`,
	notCopied: 'It could not be copied: select it and copy it by hand.',
	total: 'Total',
	net: 'Net',
	vat: 'VAT',
	additionalTax: (code) => `Additional tax${taxed[code] ? ` on ${taxed[code]}` : ` ${code}`}`,
	yes: 'Yes',
	no: 'No',
	download: 'Download',
	units: (n) => (n === 1 ? '1 unit' : `${n} units`),
	lots: (n) => (n === 1 ? '1 lot' : `${n} lots`),
	pages: 'Pages of the list',
	first: 'Back to the beginning',
	required: 'This is missing.',
	skipToContent: 'Skip to content',
	goHome: 'Go to the start page',
	less: 'Less',
	plus: 'More',
	clear: 'Clear',
	saved: 'Saved.'
};
