/** The filters of the catalogue in the address. */
export interface Filters {
	readonly q: string;
	readonly family: string[];
	readonly free_of: string[];
	readonly practice: string[];
	readonly place: string[];
	readonly maker: string[];
	readonly month: number | null;
	/** Only what can be ordered for this delivery date. */
	readonly available_on: string | null;
	readonly offset: number;
}

/** The query parameters of the filters, besides the search text. */
export const FILTER_PARAMETERS = ['family', 'free_of', 'practice', 'place', 'maker', 'month', 'available_on'] as const;

/** Largest offset that the server accepts. */
const MAX_OFFSET = 10_000;

/** Reads the filters of an address; invalid values are ignored. */
export function filtersOf(parameters: Pick<URLSearchParams, 'get' | 'getAll'>): Filters {
	const all = (name: string, most = 60) =>
		parameters
			.getAll(name)
			.filter((value) => value !== '' && value.length <= most)
			.slice(0, 20);
	const month = Number(parameters.get('month') ?? '');
	const offset = Number(parameters.get('offset') ?? '');
	return {
		q: (parameters.get('q') ?? '').slice(0, 200),
		family: all('family'),
		free_of: all('free_of'),
		practice: all('practice'),
		place: all('place'),
		maker: all('maker', 120),
		month: Number.isInteger(month) && month >= 1 && month <= 12 ? month : null,
		available_on: /^\d{4}-\d{2}-\d{2}$/.test(parameters.get('available_on') ?? '') ? parameters.get('available_on') : null,
		offset: Number.isInteger(offset) && offset > 0 ? Math.min(offset, MAX_OFFSET) : 0
	};
}

/** Number of filters, without the search text. */
export function countFilters(filters: Filters): number {
	const { family, free_of, practice, place, maker, month, available_on } = filters;
	return (
		family.length +
		free_of.length +
		practice.length +
		place.length +
		maker.length +
		(month === null ? 0 : 1) +
		(available_on === null ? 0 : 1)
	);
}
