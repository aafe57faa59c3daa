import { ifMatch } from '#lib/app/api/headers.ts';
import * as allocationApi from '#lib/allocation/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

type Quota = Schema<'Quota'>;

/** The operations that answer a quota: of a signed-in person, or of the link in a mail. */
export interface QuotaAnswers {
	readonly accept: (quota: Quota) => Promise<Result<Quota>>;
	readonly amend: (quota: Quota, body: Schema<'QuotaAmendment'>) => Promise<Result<Quota>>;
	readonly decline: (quota: Quota, body: Schema<'QuotaRefusal'>) => Promise<Result<Quota>>;
}

/** The id and version of the quota; an answer to an older version is refused. */
const read = (quota: Quota) => ({ path: { id: quota.id }, header: ifMatch(`"v${quota.version}"`) });

/** Answers with the session. */
export const sessionAnswers: QuotaAnswers = {
	accept: (quota) => attempt(allocationApi.acceptOwnQuota({ params: read(quota) })),
	amend: (quota, body) => attempt(allocationApi.amendOwnQuota({ params: read(quota), body })),
	decline: (quota, body) => attempt(allocationApi.declineOwnQuota({ params: read(quota), body }))
};

/** The header that authenticates a link. */
export function bearerHeader(secret: string): { Authorization: string } {
	return { Authorization: `Bearer ${secret}` };
}

/** Answers with the secret of a link. */
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

/** Accepts the quotas one after the other and stops at the first problem; those accepted before stay accepted. */
export async function acceptAll(quotas: readonly Quota[], accept: QuotaAnswers['accept']): Promise<Result<number>> {
	let response = new Response();
	for (const quota of quotas) {
		const result = await accept(quota);
		if (!result.ok) return result;
		response = result.response;
	}
	return { ok: true, data: quotas.length, response };
}
