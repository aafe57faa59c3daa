import * as importExportApi from '#lib/import_export/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

/** A chosen file with its content. */
interface Read {
	readonly name: string;
	readonly bytes: Blob;
}

/** The response, or the names of files that changed on disk after they were chosen. */
export type Sent =
	{ readonly changedFiles: readonly string[] } | { readonly changedFiles: readonly []; readonly result: Result<Schema<'ImportReport'>> };

/** Reads all files before sending: a file that was saved again after it was chosen is reported by name, not as a network error. */
export async function sendFiles(files: readonly File[], dry_run: boolean): Promise<Sent> {
	const changedFiles: string[] = [];
	const read: Read[] = [];
	for (const file of files) {
		try {
			read.push({ name: file.name, bytes: new Blob([await file.arrayBuffer()], { type: 'text/csv' }) });
		} catch {
			changedFiles.push(file.name);
		}
	}
	if (changedFiles.length > 0) return { changedFiles };
	const form = new FormData();
	for (const { name, bytes } of read) form.append('files', bytes, name);
	const result = await attempt(
		importExportApi.importFiles({ params: { query: { dry_run } }, body: { files: [] }, bodySerializer: () => form })
	);
	return { changedFiles: [], result };
}
