import { operation } from '#lib/app/api/operation.ts';

// The operations of this slice; nothing else declares any.

export const listJobs = operation('get', '/api/v1/staff/jobs');
export const retryJob = operation('post', '/api/v1/staff/jobs/{job_id}/run-again');
