import * as importExportApi from '#lib/import_export/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

/** A chosen file with what was in it. */
interface Read {
	readonly name: string;
	readonly bytes: Blob;
}

/** What came of sending: an answer, or the names of files that can no longer be read as they were chosen. */
export type Sent = { readonly gone: readonly string[] } | { readonly gone: readonly []; readonly result: Result<Schema<'ImportReport'>> };

/** Reads the files whole before anything is sent: a file saved anew after it was chosen is told by name, not as a lost signal. */
export async function sendFiles(files: readonly File[], dry_run: boolean): Promise<Sent> {
	const gone: string[] = [];
	const read: Read[] = [];
	for (const file of files) {
		try {
			read.push({ name: file.name, bytes: new Blob([await file.arrayBuffer()], { type: 'text/csv' }) });
		} catch {
			gone.push(file.name);
		}
	}
	if (gone.length > 0) return { gone };
	const form = new FormData();
	for (const { name, bytes } of read) form.append('files', bytes, name);
	const result = await attempt(
		importExportApi.importFiles({ params: { query: { dry_run } }, body: { files: [] }, bodySerializer: () => form })
	);
	return { gone: [], result };
}
