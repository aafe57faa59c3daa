import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const getFairness = operation('get', '/api/v1/staff/reports/fairness');
export const getOwnFairness = operation('get', '/api/v1/producer/reports/fairness');
export const traceOrderLine = operation('get', '/api/v1/staff/order-lines/{id}/trace');
export const traceOwnOrderLine = operation('get', '/api/v1/buyer/order-lines/{id}/trace');
export const traceOwnGoods = operation('get', '/api/v1/producer/order-lines/{id}/trace');
export const listOwnBatchOrderLines = operation('get', '/api/v1/producer/batches/{code}/order-lines');
export const listOwnPoolOrderLines = operation('get', '/api/v1/producer/pools/{id}/order-lines');
