import type { texts as es } from './es.ts';

export const texts: typeof es = {
	searchesLead:
		'What somebody searched and did not find, without who searched it. If the catalogue has it by another name, teach it to the search.',
	misses: 'Searched and not found',
	missesNone: 'Nobody went without an answer',
	missesNoneDetail: 'When somebody searches for something that the catalogue does not have, it appears here.',
	searched: 'What was searched',
	times: 'Times',
	last: 'Last time',
	addSynonym: 'Teach a synonym',
	newSynonym: 'New synonym',
	newSynonymLead: 'It is in effect from the next search on, for everybody.',
	term: 'When somebody searches',
	termHint: 'One word or several: “berlín”, “pan de pascua”.',
	words: 'also show what is called',
	wordsHint: 'Words of names in the catalogue, separated by commas: “kuchen, alfajor”.',
	learned: 'The search knows it now.',
	dismiss: 'Remove from the list',
	dismissQuestion: 'If somebody searches it again, it comes back.',
	synonyms: 'Added synonyms',
	synonymsNone: 'No synonyms of your own yet',
	synonymsNoneDetail: 'The search knows the usual ones (“frutilla” and “fresa”, “jam” and “mermelada”). Add those of your region here.',
	alsoFinds: 'Also shows',
	since: 'Since',
	remove: 'Remove',
	removeQuestion: (term) => `“${term}” will again be searched only as it is written.`,
	suggestions: 'Suggestions',
	suggestionKinds: { search: 'Search', family: 'Family', product: 'Product', maker: 'Workshop' },
	suggestionCount: (n) => (n === 1 ? '1 suggestion' : `${n} suggestions`)
};
