import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listOwnCertificates = operation('get', '/api/v1/producer/certificates');
export const listCertificates = operation('get', '/api/v1/staff/certificates');
export const getPublicCertificate = operation('get', '/api/v1/public/certificates/{number}');
export const grantCertificate = operation('post', '/api/v1/staff/certificates');
export const suspendCertificate = operation('post', '/api/v1/staff/certificates/{id}/suspend');
export const reinstateCertificate = operation('post', '/api/v1/staff/certificates/{id}/reinstate');
export const withdrawCertificate = operation('post', '/api/v1/staff/certificates/{id}/withdraw');
