import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listMessages = operation('get', '/api/v1/staff/messages');
