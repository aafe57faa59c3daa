import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listOwnDeliveries = operation('get', '/api/v1/buyer/deliveries');
export const getOwnDelivery = operation('get', '/api/v1/buyer/deliveries/{id}');
export const confirmOwnDelivery = operation('post', '/api/v1/buyer/deliveries/{id}/confirm');
export const listReceiving = operation('get', '/api/v1/staff/cycles/{cycle_id}/receiving');
export const listDeliveries = operation('get', '/api/v1/staff/deliveries');
export const prepareDeliveries = operation('post', '/api/v1/staff/cycles/{cycle_id}/deliveries');
export const dispatchCycle = operation('post', '/api/v1/staff/cycles/{cycle_id}/dispatch');
export const confirmCycle = operation('post', '/api/v1/staff/cycles/{cycle_id}/confirm');
export const dispatchDelivery = operation('post', '/api/v1/staff/deliveries/{id}/dispatch');
export const correctGoodsReceipt = operation('post', '/api/v1/staff/goods-receipts/{id}/correct');
export const listOwnGoodsReceipts = operation('get', '/api/v1/producer/goods-receipts');
export const listRecalls = operation('get', '/api/v1/staff/recalls');
export const liftRecall = operation('post', '/api/v1/staff/recalls/{id}/lift');
export const getRecall = operation('get', '/api/v1/staff/recalls/{id}');
export const listStockItems = operation('get', '/api/v1/staff/stock-items');
export const getStockItem = operation('get', '/api/v1/staff/stock-items/{id}');
export const disposeStock = operation('post', '/api/v1/staff/stock-items/{id}/disposals');
export const reverseStockDisposal = operation('post', '/api/v1/staff/stock-disposals/{id}/reverse');
export const endDelivery = operation('post', '/api/v1/staff/deliveries/{id}/end');
export const confirmDelivery = operation('post', '/api/v1/staff/deliveries/{id}/confirm');
export const recordGoodsReceipt = operation('post', '/api/v1/staff/goods-receipts');
export const getDelivery = operation('get', '/api/v1/staff/deliveries/{id}');
export const traceBatch = operation('get', '/api/v1/staff/batches/{code}/trace');
export const listQuotasToMake = operation('get', '/api/v1/producer/quotas-to-make');
export const listOwnBatches = operation('get', '/api/v1/producer/batches');
export const createBatch = operation('post', '/api/v1/producer/batches');
