import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const createPin = operation('post', '/api/v1/staff/cycles/{id}/allocation/pins');
export const deletePin = operation('post', '/api/v1/staff/cycles/{id}/allocation/pins/{pin}/remove');
export const acceptQuota = operation('post', '/api/v1/staff/quotas/{id}/accept');
export const amendQuota = operation('post', '/api/v1/staff/quotas/{id}/amend');
export const declineQuota = operation('post', '/api/v1/staff/quotas/{id}/decline');
export const compareAllocationRuns = operation('get', '/api/v1/staff/cycles/{id}/allocation/comparison');
export const acceptOwnQuota = operation('post', '/api/v1/producer/quotas/{id}/accept');
export const amendOwnQuota = operation('post', '/api/v1/producer/quotas/{id}/amend');
export const declineOwnQuota = operation('post', '/api/v1/producer/quotas/{id}/decline');
export const acceptLinkedQuota = operation('post', '/api/v1/quota-link/quotas/{id}/accept');
export const amendLinkedQuota = operation('post', '/api/v1/quota-link/quotas/{id}/amend');
export const declineLinkedQuota = operation('post', '/api/v1/quota-link/quotas/{id}/decline');
export const getQuotaLink = operation('get', '/api/v1/quota-link');
export const getCycleAllocation = operation('get', '/api/v1/staff/cycles/{id}/allocation');
export const runAllocation = operation('post', '/api/v1/staff/cycles/{id}/allocation/runs');
export const publishQuotas = operation('post', '/api/v1/staff/cycles/{id}/allocation/publish');
export const freezeQuotas = operation('post', '/api/v1/staff/cycles/{id}/allocation/freeze');
export const listOwnQuotas = operation('get', '/api/v1/producer/quotas');
export const getOwnStanding = operation('get', '/api/v1/producer/standing');
