import type { shell as es } from '#lib/app/i18n/es/shell.ts';

export const shell: typeof es = {
	tagline: 'Family workshops of Aysén',
	menu: 'Menu',
	mainNavigation: 'Main navigation',
	language: 'Language',
	signIn: 'Sign in',
	signOut: 'Sign out',
	myPlace: 'My place',
	areas: {
		buyer: 'Buying',
		producer: 'My workshop',
		staff: 'Cooperative'
	},
	offline: 'No signal. What you write stays on this phone until it comes back.',
	online: 'The signal is back.',
	demo: 'Demonstration: a fictitious cooperative with invented data.',
	footer: {
		about: 'Minga is the marketplace of a group of family workshops in Patagonia who sell together, under one seal of quality.',
		place: 'Aysén Region, Chile'
	}
};
