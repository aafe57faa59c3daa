/** The header that makes a repeated request safe; the key comes from a `Submission`. */
export function idempotent(key: string): { 'Idempotency-Key': string } {
	return { 'Idempotency-Key': key };
}

/** The header that makes an update fail (412) if the record was changed meanwhile. */
export function ifMatch(etag: string): { 'If-Match': string } {
	return { 'If-Match': etag };
}
