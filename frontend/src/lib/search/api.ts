import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const searchProducts = operation('get', '/api/v1/public/search');
export const listSearchSuggestions = operation('get', '/api/v1/public/search/suggestions');
export const previewOrderText = operation('post', '/api/v1/buyer/order-text-previews');
export const listSearchMisses = operation('get', '/api/v1/staff/search-misses');
export const deleteSearchMiss = operation('post', '/api/v1/staff/search-misses/{id}/remove');
export const listSearchSynonyms = operation('get', '/api/v1/staff/search-synonyms');
export const createSearchSynonym = operation('post', '/api/v1/staff/search-synonyms');
export const deleteSearchSynonym = operation('post', '/api/v1/staff/search-synonyms/{id}/remove');
