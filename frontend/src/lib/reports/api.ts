import { operation } from '#lib/app/api/operation.ts';

// The operations of the API that belong to this slice. Nothing else calls them.

export const getFairness = operation('get', '/api/v1/staff/reports/fairness');
export const getProducerFairness = operation('get', '/api/v1/producer/reports/fairness');
