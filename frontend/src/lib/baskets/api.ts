import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listStaffBaskets = operation('get', '/api/v1/staff/baskets');
export const createBasket = operation('post', '/api/v1/staff/baskets');
export const getStaffBasket = operation('get', '/api/v1/staff/baskets/{id}');
export const updateBasket = operation('put', '/api/v1/staff/baskets/{id}');
export const previewBasket = operation('post', '/api/v1/staff/basket-previews');
export const listBaskets = operation('get', '/api/v1/buyer/baskets');
export const createOwnBasket = operation('post', '/api/v1/buyer/baskets');
export const getBasket = operation('get', '/api/v1/buyer/baskets/{id}');
export const updateOwnBasket = operation('put', '/api/v1/buyer/baskets/{id}');
export const retireOwnBasket = operation('post', '/api/v1/buyer/baskets/{id}/remove');
export const previewOwnBasket = operation('post', '/api/v1/buyer/basket-previews');
