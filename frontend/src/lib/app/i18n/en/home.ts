import type { home as es } from '#lib/app/i18n/es/home.ts';

export const home: typeof es = {
	title: 'Made among neighbours, in Patagonia',
	lead: 'A minga is neighbours joining to do what none could do alone. Here the workshops of Aysén join, makers of honey, jam, cheese, smoked fish and liqueurs, to reach your table, your lodge or your shop.',
	toCatalogue: 'See the catalogue',
	toSignIn: 'Sign in to order',
	sealTitle: 'A seal that is earned, and kept',
	seal: [
		{ title: 'Place', text: 'Each product says who made it and in which comuna. The code on the jar proves it.' },
		{
			title: 'Tradition',
			text: 'Family recipes, made in small amounts, by a protocol that we wrote together.'
		},
		{
			title: 'Care',
			text: 'For the water, the forest and the harvests. What is out of season is not offered.'
		}
	],
	sealRule: 'Nothing is sold without a certificate that is valid on the day of delivery.',
	howTitle: 'A week in the minga',
	how: [
		{ title: 'You order', text: 'Lodges, restaurants and shops order until the week’s cut-off.' },
		{ title: 'The group shares out', text: 'The work is divided by a fair rule that anyone can check.' },
		{ title: 'The workshops make', text: 'Each family accepts its quota and prepares its batches.' },
		{ title: 'All is plain', text: 'Each peso paid says which delivery it came from and whom it reached.' }
	]
};
