/** Pixels on the longer side above which a picture is reduced before it is sent; the largest size has 1600. */
const MOST = 3200;
/** Bytes above which it is reduced. */
const HEAVY = 3_000_000;
const QUALITY = 0.88;

/** The size of a picture whose longer side has at most `MOST` pixels. */
export function reducedSize(width: number, height: number): { readonly width: number; readonly height: number } {
	const factor = Math.min(1, MOST / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/**
 * The picture as it is sent: a heavy one is reduced on this device, which saves most of a slow line, and its place stays
 * on the phone. What this browser cannot read is sent as it is; the server says what is wrong with it.
 */
export async function shrinkPhoto(file: File): Promise<Blob> {
	try {
		const picture = await createImageBitmap(file);
		const size = reducedSize(picture.width, picture.height);
		if (size.width === picture.width && file.size <= HEAVY) return file;
		const canvas = document.createElement('canvas');
		Object.assign(canvas, size);
		canvas.getContext('2d')?.drawImage(picture, 0, 0, size.width, size.height);
		picture.close();
		const reduced = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
		return reduced && reduced.size < file.size ? reduced : file;
	} catch {
		return file;
	}
}
