import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listStaffProducts = operation('get', '/api/v1/staff/products');
export const upsertFamily = operation('put', '/api/v1/staff/families');
export const listOwnOffers = operation('get', '/api/v1/producer/offers');
export const listPublicProducts = operation('get', '/api/v1/public/products');
export const updateOwnOffer = operation('put', '/api/v1/producer/offers/{id}');
export const listOffers = operation('get', '/api/v1/staff/offers');
export const listPriceLists = operation('get', '/api/v1/staff/price-lists');
export const listProducts = operation('get', '/api/v1/buyer/products');
export const listFamilies = operation('get', '/api/v1/public/families');
export const listProductSeasons = operation('get', '/api/v1/public/season-calendar');
export const getFreshSheet = operation('get', '/api/v1/public/fresh-sheet');
export const getPublicProduct = operation('get', '/api/v1/public/products/{id}');
export const upsertOffer = operation('post', '/api/v1/staff/offers');
export const updateOffer = operation('put', '/api/v1/staff/offers/{id}');
export const endOffer = operation('post', '/api/v1/staff/offers/{id}/end');
export const createPriceList = operation('post', '/api/v1/staff/price-lists');
export const getPriceList = operation('get', '/api/v1/staff/price-lists/{id}');
export const updatePrices = operation('put', '/api/v1/staff/price-lists/{id}/prices');
export const createProduct = operation('post', '/api/v1/staff/products');
export const getStaffProduct = operation('get', '/api/v1/staff/products/{id}');
export const updateProduct = operation('put', '/api/v1/staff/products/{id}');
export const publishProduct = operation('post', '/api/v1/staff/products/{id}/publish');
export const listPhotos = operation('get', '/api/v1/staff/products/{id}/photos');
export const createPhoto = operation('post', '/api/v1/staff/products/{id}/photos');
export const updatePhoto = operation('put', '/api/v1/staff/products/{id}/photos/{photo}');
export const updatePhotoOrder = operation('put', '/api/v1/staff/products/{id}/photo-order');
export const deletePhoto = operation('post', '/api/v1/staff/products/{id}/photos/{photo}/remove');
export const retireProduct = operation('post', '/api/v1/staff/products/{id}/retire');
