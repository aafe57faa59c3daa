import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listSegments = operation('get', '/api/v1/staff/segments');
export const listZones = operation('get', '/api/v1/staff/zones');
export const listExposureMovements = operation('get', '/api/v1/staff/buyers/{id}/exposure');
export const getOwnAccount = operation('get', '/api/v1/buyer/account');
export const updateSegment = operation('put', '/api/v1/staff/segments/{id}');
export const createSegment = operation('post', '/api/v1/staff/segments');
export const updateZone = operation('put', '/api/v1/staff/zones/{id}');
export const createZone = operation('post', '/api/v1/staff/zones');
export const listBuyers = operation('get', '/api/v1/staff/buyers');
export const createBuyer = operation('post', '/api/v1/staff/buyers');
export const getBuyer = operation('get', '/api/v1/staff/buyers/{id}');
export const updateBuyer = operation('put', '/api/v1/staff/buyers/{id}');
export const reopenBuyer = operation('post', '/api/v1/staff/buyers/{id}/reopen');
export const closeBuyer = operation('post', '/api/v1/staff/buyers/{id}/close');
export const createDeliveryPoint = operation('post', '/api/v1/staff/buyers/{buyer_id}/delivery-points');
export const updateDeliveryPoint = operation('put', '/api/v1/staff/buyers/{buyer_id}/delivery-points/{id}');
export const retireDeliveryPoint = operation('post', '/api/v1/staff/buyers/{buyer_id}/delivery-points/{id}/retire');
export const listBusinessKinds = operation('get', '/api/v1/public/business-kinds');
export const submitApplication = operation('post', '/api/v1/public/applications');
export const getOwnApplication = operation('get', '/api/v1/application-link');
export const confirmApplication = operation('post', '/api/v1/application-link/confirm');
export const answerApplication = operation('post', '/api/v1/application-link/answer');
export const createApplicationDocument = operation('post', '/api/v1/application-link/documents');
export const withdrawApplication = operation('post', '/api/v1/application-link/withdraw');
export const listApplications = operation('get', '/api/v1/staff/applications');
export const getApplication = operation('get', '/api/v1/staff/applications/{id}');
export const getApplicationDocument = operation('get', '/api/v1/staff/applications/{id}/documents/{document}');
export const reviewApplication = operation('post', '/api/v1/staff/applications/{id}/review');
export const requestMore = operation('post', '/api/v1/staff/applications/{id}/request-more');
export const approveApplication = operation('post', '/api/v1/staff/applications/{id}/approve');
export const refuseApplication = operation('post', '/api/v1/staff/applications/{id}/refuse');
