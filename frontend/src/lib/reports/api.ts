import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const getFairness = operation('get', '/api/v1/staff/reports/fairness');
export const getOwnFairness = operation('get', '/api/v1/producer/reports/fairness');
