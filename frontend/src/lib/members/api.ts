import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listWorkshops = operation('get', '/api/v1/staff/workshops');
export const listSeasons = operation('get', '/api/v1/staff/seasons');
export const listBanks = operation('get', '/api/v1/public/banks');
export const getOwnWorkshop = operation('get', '/api/v1/producer/workshops/{id}');
export const getOwnBankAccount = operation('get', '/api/v1/producer/workshops/{id}/bank-account');
export const updateOwnBankAccount = operation('put', '/api/v1/producer/workshops/{id}/bank-account');
export const getSettings = operation('get', '/api/v1/staff/settings');
export const listDecisions = operation('get', '/api/v1/staff/decisions');
export const createDecision = operation('post', '/api/v1/staff/decisions');
export const createSeason = operation('post', '/api/v1/staff/seasons');
export const createWorkshop = operation('post', '/api/v1/staff/workshops');
export const getWorkshop = operation('get', '/api/v1/staff/workshops/{id}');
export const getBankAccount = operation('get', '/api/v1/staff/workshops/{id}/bank-account');
export const updateWorkshop = operation('put', '/api/v1/staff/workshops/{id}');
export const createShare = operation('post', '/api/v1/staff/workshops/{id}/shares');
export const createAuthorisation = operation('post', '/api/v1/staff/workshops/{id}/authorisations');
export const createPause = operation('post', '/api/v1/staff/workshops/{id}/pauses');
export const endPause = operation('put', '/api/v1/staff/workshops/{id}/pauses/{pause_id}');
export const confirmBankAccount = operation('post', '/api/v1/staff/workshops/{id}/bank-account/confirm');
export const updateBankAccount = operation('put', '/api/v1/staff/workshops/{id}/bank-account');
export const getOwnSettings = operation('get', '/api/v1/producer/settings');
export const listOwnDecisions = operation('get', '/api/v1/producer/decisions');
export const listOwnWorkshops = operation('get', '/api/v1/producer/workshops');
