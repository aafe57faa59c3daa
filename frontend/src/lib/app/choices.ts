import * as buyersApi from '#lib/buyers/api.ts';
import * as catalogueApi from '#lib/catalogue/api.ts';
import * as identityApi from '#lib/identity/api.ts';
import * as membersApi from '#lib/members/api.ts';
import { allPages } from '#lib/app/api/all-pages.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { named } from '#lib/app/format/localized.ts';
import type { Choice } from '#lib/ui/forms/fields.ts';

function chosen<T>(result: Result<readonly T[]>, choice: (row: T) => Choice): Result<readonly Choice[]> {
	return result.ok ? { ...result, data: result.data.map(choice) } : result;
}

/** All workshops, to choose one from or to name one. */
export async function workshopChoices(): Promise<Result<readonly Choice[]>> {
	const result = await allPages((after) => attempt(membersApi.listWorkshops({ params: { query: { limit: 100, after } } })));
	return chosen(result, ({ id, name }) => ({ value: id, label: name }));
}

/** All products that are not retired. */
export async function productChoices(): Promise<Result<readonly Choice[]>> {
	const result = await allPages((after) => attempt(catalogueApi.listStaffProducts({ params: { query: { limit: 100, after } } })));
	return chosen(result, (product) => ({ value: product.id, label: named(product, 'name') }));
}

export const segmentChoice = (segment: Schema<'Segment'>): Choice => ({ value: segment.id, label: named(segment, 'name') });

export const zoneChoice = ({ id, name }: Schema<'Zone'>): Choice => ({ value: id, label: name });

export async function segmentChoices(): Promise<Result<readonly Choice[]>> {
	const result = await attempt(buyersApi.listSegments());
	return chosen(result, segmentChoice);
}

export async function zoneChoices(): Promise<Result<readonly Choice[]>> {
	const result = await attempt(buyersApi.listZones());
	return chosen(result, zoneChoice);
}

/** The organisations of a kind. */
export async function organisationChoices(kind?: 'cooperative' | 'producer' | 'buyer'): Promise<Result<readonly Choice[]>> {
	const result = await allPages((after) => attempt(identityApi.listOrganisations({ params: { query: { kind, limit: 100, after } } })));
	return chosen(result, ({ id, name }) => ({ value: id, label: name }));
}

/** The label of a value; `…` while the choices are loading. */
export function labelOf(choices: readonly Choice[] | null, value: string): string {
	return choices?.find((choice) => choice.value === value)?.label ?? '…';
}
