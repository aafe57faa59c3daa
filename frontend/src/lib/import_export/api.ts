import { operation } from '#lib/app/api/operation.ts';

// The operations of the API that belong to this slice. Nothing else calls them.

export const exportFile = operation('get', '/api/v1/staff/exports/{file}');
export const importFiles = operation('post', '/api/v1/staff/imports');
