import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listOrders = operation('get', '/api/v1/staff/orders');
export const createArrival = operation('post', '/api/v1/buyer/arrivals');
export const updateArrival = operation('put', '/api/v1/buyer/arrivals/{id}');
export const cancelArrival = operation('post', '/api/v1/buyer/arrivals/{id}/cancel');
export const importArrivals = operation('post', '/api/v1/buyer/arrivals-files');
export const pauseStandingOrder = operation('post', '/api/v1/buyer/standing-orders/{id}/pauses');
export const splitStandingOrder = operation('post', '/api/v1/buyer/standing-orders/{id}/splits');
export const endStandingOrder = operation('post', '/api/v1/buyer/standing-orders/{id}/end');
export const resumeStandingOrder = operation('post', '/api/v1/buyer/standing-orders/{id}/pauses/{pause}/end');
export const previewStandingOrder = operation('post', '/api/v1/buyer/standing-order-previews');
export const listArrivals = operation('get', '/api/v1/buyer/arrivals');
export const listOwnOrders = operation('get', '/api/v1/buyer/orders');
export const placeOrder = operation('post', '/api/v1/buyer/orders');
export const getOwnOrder = operation('get', '/api/v1/buyer/orders/{id}');
export const cancelOwnOrder = operation('post', '/api/v1/buyer/orders/{id}/cancel');
export const amendOrder = operation('put', '/api/v1/buyer/orders/{id}');
export const listOwnStandingOrders = operation('get', '/api/v1/buyer/standing-orders');
export const getStandingOrder = operation('get', '/api/v1/buyer/standing-orders/{id}');
export const listUpcomingDates = operation('get', '/api/v1/buyer/standing-orders/{id}/preview');
export const listOccurrences = operation('get', '/api/v1/buyer/standing-orders/{id}/occurrences');
export const updateOccurrence = operation('put', '/api/v1/buyer/standing-orders/{id}/occurrences/{date}');
export const updateStandingOrder = operation('put', '/api/v1/buyer/standing-orders/{id}');
export const createStandingOrder = operation('post', '/api/v1/buyer/standing-orders');
export const listDemand = operation('get', '/api/v1/staff/cycles/{id}/demand');
export const getCycleOrders = operation('get', '/api/v1/staff/cycles/{id}/orders');
export const listShortages = operation('get', '/api/v1/staff/cycles/{id}/shortages');
export const getOrder = operation('get', '/api/v1/staff/orders/{id}');
export const cancelOrder = operation('post', '/api/v1/staff/orders/{id}/cancel');
export const listStandingOrders = operation('get', '/api/v1/staff/standing-orders');
export const listOwnOrderChanges = operation('get', '/api/v1/buyer/orders/{id}/changes');
export const listOrderChanges = operation('get', '/api/v1/staff/orders/{id}/changes');
