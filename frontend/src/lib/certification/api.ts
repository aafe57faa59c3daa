import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listOwnCertificates = operation('get', '/api/v1/producer/certificates');
export const listCertificates = operation('get', '/api/v1/staff/certificates');
export const getPublicCertificate = operation('get', '/api/v1/public/certificates/{number}');
export const grantCertificate = operation('post', '/api/v1/staff/certificates');
export const suspendCertificate = operation('post', '/api/v1/staff/certificates/{id}/suspend');
export const reinstateCertificate = operation('post', '/api/v1/staff/certificates/{id}/reinstate');
export const withdrawCertificate = operation('post', '/api/v1/staff/certificates/{id}/withdraw');
export const listProtocols = operation('get', '/api/v1/staff/protocols');
export const createProtocol = operation('post', '/api/v1/staff/protocols');
export const getProtocol = operation('get', '/api/v1/staff/protocols/{id}');
export const updateProtocol = operation('put', '/api/v1/staff/protocols/{id}');
export const deleteProtocol = operation('delete', '/api/v1/staff/protocols/{id}');
export const upsertCriterion = operation('put', '/api/v1/staff/protocols/{id}/criteria/{code}');
export const deleteCriterion = operation('delete', '/api/v1/staff/protocols/{id}/criteria/{code}');
export const publishProtocol = operation('post', '/api/v1/staff/protocols/{id}/publish');
export const compareProtocols = operation('get', '/api/v1/staff/protocols/{id}/comparison/{other}');
export const listPublishedProtocols = operation('get', '/api/v1/session/protocols');
export const getPublishedProtocol = operation('get', '/api/v1/session/protocols/{id}');
export const checkAnswers = operation('post', '/api/v1/session/protocols/{id}/self-check');
