import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const exportFile = operation('get', '/api/v1/staff/exports/{file}');
export const importFiles = operation('post', '/api/v1/staff/imports');
