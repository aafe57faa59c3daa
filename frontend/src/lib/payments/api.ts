import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const importBankStatement = operation('post', '/api/v1/staff/bank-statements');
export const listOwnCardPayments = operation('get', '/api/v1/buyer/invoices/{id}/card-payments');
export const requestOwnCardPayment = operation('post', '/api/v1/buyer/invoices/{id}/card-payments');
export const listPayments = operation('get', '/api/v1/staff/payments');
export const linkBankLine = operation('post', '/api/v1/staff/bank-lines/{id}/link');
export const listPaymentSuggestions = operation('get', '/api/v1/staff/bank-lines/{id}/suggestions');
export const listReturnedPayments = operation('get', '/api/v1/staff/bank-lines/{id}/returned-payments');
export const matchBankLine = operation('post', '/api/v1/staff/bank-lines/{id}/match');
export const recordCardPayout = operation('post', '/api/v1/staff/bank-lines/{id}/settle-cards');
export const listCardPayments = operation('get', '/api/v1/staff/card-payments');
export const getOwnAccountStatement = operation('get', '/api/v1/buyer/account-statement');
export const getAccountStatement = operation('get', '/api/v1/staff/buyers/{id}/account-statement');
export const listOwnPayments = operation('get', '/api/v1/buyer/payments');
export const listBankLines = operation('get', '/api/v1/staff/bank-lines');
export const decideBankLine = operation('post', '/api/v1/staff/bank-lines/{id}/decide');
export const nameBankLine = operation('post', '/api/v1/staff/bank-lines/{id}/name');
export const undoBankLine = operation('post', '/api/v1/staff/bank-lines/{id}/undo');
export const recordBankBalance = operation('post', '/api/v1/staff/bank-balances');
export const reversePayment = operation('post', '/api/v1/staff/payments/{id}/reverse');
export const requestRefund = operation('post', '/api/v1/staff/payments/{id}/refunds');
export const listRefunds = operation('get', '/api/v1/staff/refunds');
export const cancelRefund = operation('post', '/api/v1/staff/refunds/{id}/cancel');
export const recordPayment = operation('post', '/api/v1/staff/payments');
export const getPayment = operation('get', '/api/v1/staff/payments/{id}');
export const allocatePayment = operation('post', '/api/v1/staff/payments/{id}/allocations');
