import { PhotoUploads } from './photo-uploads.svelte.ts';

const kept = new Map<string, PhotoUploads>();

/** The uploads of a person for a product. They go on while another page is shown, and wait while nobody is signed in. */
export function uploadsFor(product: string, person: string): PhotoUploads {
	const name = `${person}:${product}`;
	const uploads = kept.get(name) ?? new PhotoUploads(product);
	kept.set(name, uploads);
	return uploads;
}
