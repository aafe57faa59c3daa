/** The file name of a `Content-Disposition` header. */
export function fileName(disposition: string | null, otherwise: string): string {
	const found = /filename="?([^";]+)"?/i.exec(disposition ?? '');
	return found?.[1] ?? otherwise;
}

/** Downloads the file of a response. */
export function saveResponse(response: Response, blob: Blob, otherwise: string): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = fileName(response.headers.get('content-disposition'), otherwise);
	link.click();
	URL.revokeObjectURL(url);
}
