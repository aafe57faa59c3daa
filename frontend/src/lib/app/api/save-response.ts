/** The name that an answer gives its file, in a `Content-Disposition` header. */
export function fileName(disposition: string | null, otherwise: string): string {
	const found = /filename="?([^";]+)"?/i.exec(disposition ?? '');
	return found?.[1] ?? otherwise;
}

/** Hands a file that the server made to the browser. */
export function saveResponse(response: Response, blob: Blob, otherwise: string): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = fileName(response.headers.get('content-disposition'), otherwise);
	link.click();
	URL.revokeObjectURL(url);
}
