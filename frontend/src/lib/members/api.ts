import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listWorkshops = operation('get', '/api/v1/staff/workshops');
export const listSeasons = operation('get', '/api/v1/staff/seasons');
export const listBanks = operation('get', '/api/v1/public/banks');
export const getProducerUnit = operation('get', '/api/v1/producer/workshops/{id}');
export const getProducerBankAccount = operation('get', '/api/v1/producer/workshops/{id}/bank-account');
export const setProducerBankAccount = operation('put', '/api/v1/producer/workshops/{id}/bank-account');
export const getSettings = operation('get', '/api/v1/staff/settings');
export const listDecisions = operation('get', '/api/v1/staff/decisions');
export const createDecision = operation('post', '/api/v1/staff/decisions');
export const createSeason = operation('post', '/api/v1/staff/seasons');
export const createWorkshop = operation('post', '/api/v1/staff/workshops');
export const getWorkshop = operation('get', '/api/v1/staff/workshops/{id}');
export const getBankAccount = operation('get', '/api/v1/staff/workshops/{id}/bank-account');
export const updateWorkshop = operation('put', '/api/v1/staff/workshops/{id}');
export const addShare = operation('post', '/api/v1/staff/workshops/{id}/shares');
export const addAuthorisation = operation('post', '/api/v1/staff/workshops/{id}/authorisations');
export const addPause = operation('post', '/api/v1/staff/workshops/{id}/pauses');
export const endPause = operation('put', '/api/v1/staff/workshops/{id}/pauses/{pause_id}');
export const setBankAccount = operation('put', '/api/v1/staff/workshops/{id}/bank-account');
export const getProducerSettings = operation('get', '/api/v1/producer/settings');
export const listProducerDecisions = operation('get', '/api/v1/producer/decisions');
export const listProducerUnits = operation('get', '/api/v1/producer/workshops');
