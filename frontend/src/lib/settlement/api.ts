import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const getPayoutAccount = operation('get', '/api/v1/staff/payout-account');
export const upsertPayoutAccount = operation('put', '/api/v1/staff/payout-account');
export const listCycleMoney = operation('get', '/api/v1/staff/cycle-money');
export const listCommissionRates = operation('get', '/api/v1/staff/commission-rates');
export const createCommissionRate = operation('post', '/api/v1/staff/commission-rates');
export const listOwnCommissionRates = operation('get', '/api/v1/producer/commission-rates');
export const listPools = operation('get', '/api/v1/staff/pools');
export const getPool = operation('get', '/api/v1/staff/pools/{id}');
export const getBankReconciliation = operation('get', '/api/v1/staff/bank-reconciliation');
export const listLedgerBalances = operation('get', '/api/v1/staff/ledger/balances');
export const listJournalEntries = operation('get', '/api/v1/staff/ledger/entries');
export const listStatements = operation('get', '/api/v1/staff/statements');
export const issueStatements = operation('post', '/api/v1/staff/statements/run');
export const getStatement = operation('get', '/api/v1/staff/statements/{id}');
export const listAdjustments = operation('get', '/api/v1/staff/adjustments');
export const recordCashAdvance = operation('post', '/api/v1/staff/advances');
export const recordTransferredAdvance = operation('post', '/api/v1/staff/bank-lines/{id}/advance');
export const recordDeduction = operation('post', '/api/v1/staff/deductions');
export const reverseAdjustment = operation('post', '/api/v1/staff/adjustments/{id}/reverse');
export const listOwnAdjustments = operation('get', '/api/v1/producer/adjustments');
export const listPayoutBatches = operation('get', '/api/v1/staff/payout-batches');
export const createPayoutBatch = operation('post', '/api/v1/staff/payout-batches');
export const getPayoutBatch = operation('get', '/api/v1/staff/payout-batches/{id}');
export const exportPayoutBatch = operation('post', '/api/v1/staff/payout-batches/{id}/export');
export const approvePayoutBatch = operation('post', '/api/v1/staff/payout-batches/{id}/approve');
export const cancelPayoutBatch = operation('post', '/api/v1/staff/payout-batches/{id}/cancel');
export const confirmPayout = operation('post', '/api/v1/staff/payouts/{id}/confirm');
export const failPayout = operation('post', '/api/v1/staff/payouts/{id}/fail');
export const returnPayout = operation('post', '/api/v1/staff/payouts/{id}/return');
export const getOwnEarnings = operation('get', '/api/v1/producer/earnings');
export const listOwnUnsharedGoods = operation('get', '/api/v1/producer/earnings/unshared');
export const listOwnDeliveryEarnings = operation('get', '/api/v1/producer/earnings/deliveries');
export const listOwnStatements = operation('get', '/api/v1/producer/statements');
export const getOwnStatement = operation('get', '/api/v1/producer/statements/{id}');
