/** What the address says is looked for in the catalogue. */
export interface Filters {
	readonly q: string;
	readonly family: string[];
	readonly free_of: string[];
	readonly practice: string[];
	readonly place: string[];
	readonly month: number | null;
	readonly offset: number;
}

/** The parameters that narrow the catalogue, beside the words. */
export const FILTER_PARAMETERS = ['family', 'free_of', 'practice', 'place', 'month'] as const;

/** The server looks no further than this. */
const MAX_OFFSET = 10_000;

/** Reads the filters; what an address written by hand gets wrong is left out rather than refused. */
export function filtersOf(parameters: Pick<URLSearchParams, 'get' | 'getAll'>): Filters {
	const all = (name: string) =>
		parameters
			.getAll(name)
			.filter((value) => value !== '' && value.length <= 60)
			.slice(0, 20);
	const month = Number(parameters.get('month') ?? '');
	const offset = Number(parameters.get('offset') ?? '');
	return {
		q: (parameters.get('q') ?? '').slice(0, 200),
		family: all('family'),
		free_of: all('free_of'),
		practice: all('practice'),
		place: all('place'),
		month: Number.isInteger(month) && month >= 1 && month <= 12 ? month : null,
		offset: Number.isInteger(offset) && offset > 0 ? Math.min(offset, MAX_OFFSET) : 0
	};
}

/** How many filters are set; the words do not count. */
export function countFilters(filters: Filters): number {
	const { family, free_of, practice, place, month } = filters;
	return family.length + free_of.length + practice.length + place.length + (month === null ? 0 : 1);
}
