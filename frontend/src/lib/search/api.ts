import { operation } from '#lib/app/api/operation.ts';

// The operations of the API that belong to this slice. Nothing else calls them.

export const searchProducts = operation('get', '/api/v1/public/search');
