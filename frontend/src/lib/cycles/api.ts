import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listCycles = operation('get', '/api/v1/staff/cycles');
export const listOpenCycles = operation('get', '/api/v1/buyer/cycles');
export const countCycles = operation('get', '/api/v1/staff/cycle-counts');
export const createCycle = operation('post', '/api/v1/staff/cycles');
export const listCalendars = operation('get', '/api/v1/staff/calendars');
export const createCalendar = operation('post', '/api/v1/staff/calendars');
export const updateCalendar = operation('put', '/api/v1/staff/calendars/{id}');
export const endCalendar = operation('post', '/api/v1/staff/calendars/{id}/end');
export const getCycle = operation('get', '/api/v1/staff/cycles/{id}');
export const updateCycle = operation('put', '/api/v1/staff/cycles/{id}');
export const openCycle = operation('post', '/api/v1/staff/cycles/{id}/open');
export const closeCycle = operation('post', '/api/v1/staff/cycles/{id}/close');
