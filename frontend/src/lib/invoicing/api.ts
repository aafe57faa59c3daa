import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listInvoices = operation('get', '/api/v1/staff/invoices');
export const getBillingDetails = operation('get', '/api/v1/staff/organisations/{id}/billing-details');
export const upsertBillingDetails = operation('put', '/api/v1/staff/organisations/{id}/billing-details');
export const createCreditNote = operation('post', '/api/v1/staff/invoices/{id}/credit-notes');
export const createDebitNote = operation('post', '/api/v1/staff/invoices/{id}/debit-notes');
export const listWriteOffs = operation('get', '/api/v1/staff/write-offs');
export const requestWriteOff = operation('post', '/api/v1/staff/invoices/{id}/write-offs');
export const approveWriteOff = operation('post', '/api/v1/staff/write-offs/{id}/approve');
export const cancelWriteOff = operation('post', '/api/v1/staff/write-offs/{id}/cancel');
export const listInterestRates = operation('get', '/api/v1/staff/interest-rates');
export const recordInterestRate = operation('post', '/api/v1/staff/interest-rates');
export const listRecallCredits = operation('get', '/api/v1/staff/recalls/{id}/credit-proposals');
export const listOwnInvoices = operation('get', '/api/v1/buyer/invoices');
export const getOwnInvoice = operation('get', '/api/v1/buyer/invoices/{id}');
export const issueInvoices = operation('post', '/api/v1/staff/invoice-runs');
export const getInvoice = operation('get', '/api/v1/staff/invoices/{id}');
