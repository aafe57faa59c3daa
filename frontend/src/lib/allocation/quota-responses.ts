import { ifMatch } from '#lib/app/api/headers.ts';
import * as allocationApi from '#lib/allocation/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

type Quota = Schema<'Quota'>;

/** How a quota is answered: by a signed-in person, or by whoever opened the link in a mail. */
export interface QuotaAnswers {
	readonly accept: (quota: Quota) => Promise<Result<Quota>>;
	readonly amend: (quota: Quota, body: Schema<'AmendQuota'>) => Promise<Result<Quota>>;
	readonly decline: (quota: Quota, body: Schema<'DeclineQuota'>) => Promise<Result<Quota>>;
}

/** The quota as it was read: an answer to another version is refused. */
const read = (quota: Quota) => ({ path: { id: quota.id }, header: ifMatch(`"v${quota.version}"`) });

/** The answers of somebody who is signed in. */
export const sessionAnswers: QuotaAnswers = {
	accept: (quota) => attempt(allocationApi.acceptProducerQuota({ params: read(quota) })),
	amend: (quota, body) => attempt(allocationApi.amendProducerQuota({ params: read(quota), body })),
	decline: (quota, body) => attempt(allocationApi.declineProducerQuota({ params: read(quota), body }))
};

/** The header by which the holder of a link is known. */
export function bearerHeader(secret: string): { Authorization: string } {
	return { Authorization: `Bearer ${secret}` };
}

/** The answers of whoever holds a link. */
export function linkAnswers(secret: string): QuotaAnswers {
	const headers = bearerHeader(secret);
	return {
		accept: (quota) => attempt(allocationApi.acceptLinkedQuota({ params: read(quota), headers })),
		amend: (quota, body) => attempt(allocationApi.amendLinkedQuota({ params: read(quota), headers, body })),
		decline: (quota, body) => attempt(allocationApi.declineLinkedQuota({ params: read(quota), headers, body }))
	};
}

/** Whether a quota still waits for its workshop's answer. */
export function awaitsAnswer({ state, respond_by }: Pick<Quota, 'state' | 'respond_by'>, now: Date): boolean {
	return state === 'published' && new Date(respond_by) > now;
}

/** Accepts one after the other, and stops at the first refusal: what was accepted until then stays so. */
export async function acceptAll(quotas: readonly Quota[], accept: QuotaAnswers['accept']): Promise<Result<number>> {
	let response = new Response();
	for (const quota of quotas) {
		const result = await accept(quota);
		if (!result.ok) return result;
		response = result.response;
	}
	return { ok: true, data: quotas.length, response };
}
