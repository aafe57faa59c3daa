import { idempotent } from '#lib/app/api/headers.ts';
import { attempt } from '#lib/app/api/result.ts';
import { Submission } from '#lib/app/api/submission.svelte.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { uploadFetch } from '#lib/app/api/upload-fetch.ts';
import * as catalogueApi from './api.ts';
import { shrinkPhoto } from './shrink-photo.ts';

let count = 0;

/** A photo that was chosen and is not stored yet. It stays, with its reason, until it is sent or given up. */
export class PhotoUpload {
	readonly id = (count += 1);
	readonly name: string;
	/** Address of a preview in this browser. */
	readonly preview: string;
	readonly submission: Submission<Schema<'Photo'>>;
	/** Part that was sent, from 0 to 1. */
	sent = $state(0);
	#picture: Promise<Blob>;

	constructor(product: string, file: File) {
		this.name = file.name;
		this.preview = URL.createObjectURL(file);
		this.submission = new Submission(`photo:${product}:${file.name}:${file.size}:${file.lastModified}:${this.id}`);
		this.#picture = shrinkPhoto(file);
	}

	/** Sends it; whether it is stored. Repeated, it is stored once. */
	async send(product: string): Promise<boolean> {
		this.sent = 0;
		const picture = await this.#picture;
		const stored = await this.submission.send((key) =>
			attempt(
				catalogueApi.createPhoto({
					params: { path: { id: product }, header: idempotent(key) },
					// The description says "binary", which the generated types know as text; the picture goes as it is.
					body: picture as unknown as string,
					bodySerializer: (body: unknown) => body,
					headers: { 'Content-Type': picture.type.startsWith('image/') ? picture.type : 'image/jpeg' },
					fetch: uploadFetch(picture, (sent) => (this.sent = sent))
				})
			)
		);
		return stored !== null;
	}
}

/** The photos of a product that wait; one after the other is sent, in the order in which they were chosen. */
export class PhotoUploads {
	waiting = $state<readonly PhotoUpload[]>([]);
	sending = $state(false);
	/** Called after a photo was stored. */
	done: () => unknown = () => undefined;
	#product: string;

	constructor(product: string) {
		this.#product = product;
	}

	/** Adds files and sends them. */
	add(files: readonly File[]): void {
		this.waiting = [...this.waiting, ...files.map((file) => new PhotoUpload(this.#product, file))];
		void this.#sendAll();
	}

	/** Gives a photo up. */
	remove(upload: PhotoUpload): void {
		URL.revokeObjectURL(upload.preview);
		this.waiting = this.waiting.filter((one) => one !== upload);
	}

	/** Sends a photo again that was refused or did not arrive. */
	retry(upload: PhotoUpload): void {
		upload.submission.problem = null;
		void this.#sendAll();
	}

	async #sendAll(): Promise<void> {
		if (this.sending) return;
		this.sending = true;
		try {
			for (let next = this.#next(); next; next = this.#next()) {
				if (!(await next.send(this.#product))) continue;
				this.remove(next);
				await this.done();
			}
		} finally {
			this.sending = false;
		}
	}

	#next(): PhotoUpload | undefined {
		return this.waiting.find(({ submission }) => !submission.problem);
	}
}
