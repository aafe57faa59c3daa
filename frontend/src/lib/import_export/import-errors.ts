import type { Problem } from '#lib/app/api/problem.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import { fieldMessage } from '#lib/app/problems/messages.ts';
import { orderOf } from './files.ts';

/** What is wrong with one cell, row or file. */
export interface ImportError {
	readonly file: string;
	/** Physical line; the header is line 1, and 0 is the file as a whole. */
	readonly line: number;
	/** Empty where the error is about the row as a whole. */
	readonly column: string;
	readonly code: string;
	readonly message: string;
}

/** The errors of a refused import, in the order in which the files are read; undefined where it failed for another reason. */
export function importErrors(problem: Problem, t: Dictionary): ImportError[] | undefined {
	if (problem.code !== 'import_refused') return undefined;
	const errors = problem.errors.map((error): ImportError => {
		const { file, line, column } = error.params;
		return {
			file: typeof file === 'string' ? file : error.pointer,
			line: typeof line === 'number' ? line : 0,
			column: typeof column === 'string' ? column : '',
			code: error.code,
			message: fieldMessage(error, t)
		};
	});
	return errors.sort((a, b) => orderOf(a.file) - orderOf(b.file) || a.line - b.line);
}

/** Number of all errors, including those that the server counted but did not list. */
export function errorCount({ errors, params }: Problem): number {
	return Math.max(errors.length, typeof params.count === 'number' ? params.count : 0);
}
