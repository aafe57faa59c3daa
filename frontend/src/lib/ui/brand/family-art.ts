/** Parts of a drawing: a class that gives the colour, and a path in a 120 × 90 view box. */
export type Stroke = readonly [tone: 'a' | 'b' | 'light' | 'line', path: string];

const jar = 'M41 33c-4 4-5 8-5 14l.5 21c.1 6 3 8 9 8.2 10 .3 20 .3 30-.2 6-.3 8.2-3 8.3-9L84 47c0-7-1-11-5-14.200z';

/** One illustration per family of products. */
export const familyArt = {
	jam: [
		['a', jar],
		['light', 'M42 46c12-1.4 24-1.3 36.5-.300l-.3 17.500c-12 1.2-24 1.1-36 .200z'],
		['b', 'M39 20c14-1.5 28-1.5 42 0l.8 11.500c-14.5 1.6-29 1.5-43.6.200z'],
		['line', 'M52 58c-2.5-3 .5-6.5 4-4.5 1.5-4 7-3.5 7.3.3 4-1 6 3 3 5.200M60 52c0-2.5 1-4 3-5']
	],
	honey: [
		['a', jar],
		['light', 'M60 43.5 72 50l.2 12.5-11.8 7-12.3-6.600L48 50z'],
		['b', 'M39 20c14-1.5 28-1.5 42 0l.8 11.500c-14.5 1.6-29 1.5-43.6.200z'],
		['line', 'M60.2 52v9M55 56.500c3.5-1 7-1 10.5 0M93 24c3-3 7-2 8 1-2 3-6 2.5-8-1zm-1 3c-3 0-5 2-4.5 4.5 3 .5 5-1.5 4.5-4.5']
	],
	fish: [
		['a', 'M18 46c12-16 32-22 52-15 9 3 16 9 20 14 5-6 9-9 15-11-3 7-3.5 14-.5 23-6-2-10-5-14-9.5-5 6-13 11-22 13.5-19 4.5-38-1-50.5-15z'],
		['light', 'M18 46c8 8 18 14 30 16 13 2 26-1 36-9-22 3-44 2-66-7z'],
		['line', 'M33 40.500h.200M44 34c4 7 4 15 .5 23M56 36c2 4 2 8 .5 12M66 37c2 4 2 7 .5 11M52 20c-3-4 3-6 0-11M64 19c-3-4 3-6 0-11']
	],
	meat: [
		['a', 'M30 62C20 50 26 32 44 26c17-6 35 0 41 13 5 11-1 24-14 30-14 7-32 5-41-7z'],
		['light', 'M40 57c-5-7-1-17 9-21s21-1 24.5 6.500C76 49 72 56 64 60c-8 4-19 4-24-3z'],
		['b', 'M84 33c5-7 11-11 17-13 2-.5 3 1.5 2 3 3 1 3.5 3 1 4.5-6 2-11 6-15 12z'],
		['line', 'M50 48c4-5 11-7 17-4M53 54c3-3 8-4 12-3']
	],
	cheese: [
		['a', 'M18 52 74 24c16 3 27 13 29 27l-.5 18c-28 2-56 2-84-.500z'],
		['light', 'M18 52c28 2 57 2 85-1l-.5 18c-28 2-56 2-84-.500z'],
		['b', 'M40 60.500a5 4.5 0 1 0 .1 0zM72 57a6.5 5.5 0 1 0 .1 0zM66 36a6 3.5 0 1 0 .1 0z'],
		['line', 'M88 58c2-1 4-1 6 0M26 61c2-.5 3-.5 5 0']
	],
	liqueur: [
		[
			'a',
			'M53 12c5-.6 9-.6 14 0l.5 17c7 4 11 9 11.3 17L79 72c0 5-2 7-7 7.3-8 .4-16 .4-24 0-5-.3-7-2.3-7-7.300l.3-26C41.5 38 46 33 52.5 29z'
		],
		['light', 'M43 49c11.5-1 23-1 34 0l-.2 17c-11 1-22 1-33.6 0z'],
		['b', 'M52 10c5.5-.7 10.5-.7 16 0l.3 8c-5.5.7-11 .7-16.6 0z'],
		['line', 'M60 63c-1-4-1-7 .5-10M60 58c-3 0-5-1-6-3.500M60.5 56c2.5 0 5-1.5 5.5-4']
	],
	mushroom: [
		['light', 'M52 47c1 10-1 18-5 27 8 2.5 18 2.5 26 0-4-9-5.5-17-4.5-27z'],
		['a', 'M24 48c0-18 16-31 36-31.500C80 17 96 29 97 47c-24 3-49 3.5-73 1z'],
		['b', 'M44 32a5 4 0 1 0 .1 0zM64 24a6 4 0 1 0 .1 0zM79 35a5 4 0 1 0 .1 0z'],
		['line', 'M36 50c3 3 8 4 13 4M85 50c-3 3-8 4-13 4M57 60c0 4-.5 8-2 12']
	],
	sweet: [
		['a', 'M38 45c0-12 10-21 22.5-21S83 33 83 45 73 67 60.5 67 38 57 38 45z'],
		['b', 'M38 41C30 36 22 34 14 36c3 5 3.5 12 1 18 9 1.5 17-1.5 24-6zM83 41c8-5 15-7 23-5-3 5-3.5 12-1 18-9 1.5-16-1.5-23-6z'],
		['light', 'M47 36c4-6 12-8 19-5-4 1-9 3-12 7s-4 8-3.5 12c-4-3-5.5-9-3.5-14z'],
		['line', 'M62 60c7-2 12-7 13-14M22 43c4 0 8 1 12 2.500M99 43c-4 0-8 1-12 2.5']
	],
	herb: [
		['a', 'M60 44C46 42 36 33 34 19c14 0 24 9 26 25z'],
		['b', 'M61 52c3-15 13-24 28-25 0 15-11 25-28 25z'],
		['a', 'M59 66c-12 3-24-1-31-12 11-5 24-1 31 12z'],
		['line', 'M60 80c0-14 .5-26-.5-37C56 34 49 27 42 24M61 55c4-8 11-15 19-20M59.5 67c-6-6-13-9-20-10.5']
	],
	basket: [
		['b', 'M47 40c-3-10 0-19 8-20 7 0 10 8 8 20zM66 40c0-8 5-15 12-14 6 1 7 8 3 14z'],
		['a', 'M26 42c23-2 46-2 69 0-2 11-5 22-10 32-16 2-33 2-50 0-5-10-8-21-9-32z'],
		['light', 'M29 51c21 2 42 2 63.5 0l-2 8c-20 2-39.5 2-59.5 0z'],
		['line', 'M38 41C42 22 50 13 60 12.5 71 13 79 23 83 41M44 62l2 12M60.5 62v13M77 62l-2 12']
	]
} as const satisfies Record<string, readonly Stroke[]>;

export type FamilyArtName = keyof typeof familyArt;

/** Words that select the illustration, in either language; the first match wins. */
const HINTS: readonly (readonly [RegExp, FamilyArtName])[] = [
	[/canasta|basket/, 'basket'],
	[/miel|honey/, 'honey'],
	[/mermelada|jam|conserva|preserve/, 'jam'],
	[/pescado|pez|ahumad|salm|trucha|mar|fish|smoked|sea/, 'fish'],
	[/carne|cordero|cecina|charcut|lamb|meat/, 'meat'],
	[/queso|lacteo|cheese|dairy/, 'cheese'],
	[/licor|destil|bebida|vino|cerveza|liqueur|spirit|beer|drink/, 'liqueur'],
	[/hongo|seta|morchel|mushroom/, 'mushroom'],
	[/dulce|chocolat|pastel|galleta|alfajor|sweet|confection/, 'sweet'],
	[/hierba|infusi|te_|verdura|herb|tea|vegetable/, 'herb']
];

/** The illustration for a family's code or name; a jar if no word matches. */
export function artFor(family: string): FamilyArtName {
	const plain = family.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
	return HINTS.find(([pattern]) => pattern.test(plain))?.[1] ?? 'jam';
}
