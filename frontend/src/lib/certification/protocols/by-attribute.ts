import type { Schema } from '#lib/app/api/types.ts';

export type Criterion = Schema<'Criterion'>;

export interface AttributeGroup {
	readonly attribute: Criterion['attribute'];
	readonly criteria: readonly Criterion[];
}

/** The criteria of a protocol under what they are about, in the order in which the API lists them. */
export function byAttribute(criteria: readonly Criterion[]): AttributeGroup[] {
	const groups = new Map<Criterion['attribute'], Criterion[]>();
	for (const criterion of criteria) {
		const group = groups.get(criterion.attribute);
		if (group) group.push(criterion);
		else groups.set(criterion.attribute, [criterion]);
	}
	return [...groups].map(([attribute, found]) => ({ attribute, criteria: found }));
}

/** The version before this one, or undefined for the first. */
export function versionBefore<P extends Pick<Schema<'Protocol'>, 'number'>>(number: number, versions: readonly P[]): P | undefined {
	return versions.filter((version) => version.number < number).toSorted((a, b) => b.number - a.number)[0];
}
