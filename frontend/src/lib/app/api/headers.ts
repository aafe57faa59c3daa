/** The header that makes repeating a creating request harmless; the key comes from a `Submission`. */
export function idempotent(key: string): { 'Idempotency-Key': string } {
	return { 'Idempotency-Key': key };
}

/** The header that makes a change fail (412) if somebody else changed the thing meanwhile. */
export function ifMatch(etag: string): { 'If-Match': string } {
	return { 'If-Match': etag };
}
