import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const addPin = operation('post', '/api/v1/staff/cycles/{id}/allocation/pins');
export const removePin = operation('post', '/api/v1/staff/cycles/{id}/allocation/pins/{pin}/remove');
export const acceptQuota = operation('post', '/api/v1/staff/quotas/{id}/accept');
export const amendQuota = operation('post', '/api/v1/staff/quotas/{id}/amend');
export const declineQuota = operation('post', '/api/v1/staff/quotas/{id}/decline');
export const compareAllocationRuns = operation('get', '/api/v1/staff/cycles/{id}/allocation/comparison');
export const acceptProducerQuota = operation('post', '/api/v1/producer/quotas/{id}/accept');
export const amendProducerQuota = operation('post', '/api/v1/producer/quotas/{id}/amend');
export const declineProducerQuota = operation('post', '/api/v1/producer/quotas/{id}/decline');
export const acceptLinkedQuota = operation('post', '/api/v1/quota-link/quotas/{id}/accept');
export const amendLinkedQuota = operation('post', '/api/v1/quota-link/quotas/{id}/amend');
export const declineLinkedQuota = operation('post', '/api/v1/quota-link/quotas/{id}/decline');
export const getQuotaLink = operation('get', '/api/v1/quota-link');
export const getAllocationBoard = operation('get', '/api/v1/staff/cycles/{id}/allocation');
export const runAllocation = operation('post', '/api/v1/staff/cycles/{id}/allocation/runs');
export const publishQuotas = operation('post', '/api/v1/staff/cycles/{id}/allocation/publish');
export const freezeQuotas = operation('post', '/api/v1/staff/cycles/{id}/allocation/freeze');
export const listProducerQuotas = operation('get', '/api/v1/producer/quotas');
export const getProducerStanding = operation('get', '/api/v1/producer/standing');
