import type { FieldError, Problem } from '#lib/app/api/problem.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import { oneField } from '#lib/app/problem-messages.ts';
import { placeOf } from './files.ts';

/** One cell, row or file at fault. */
export interface Fault {
	readonly file: string;
	/** The header is line 1; 0 where it is the whole file. */
	readonly line: number;
	/** Empty where it is the whole row. */
	readonly column: string;
	readonly code: string;
	readonly words: string;
}

/** What is wrong with the files of a refused import; nothing where it failed for another reason. */
export function faultsOf(problem: Problem, t: Dictionary): Fault[] | undefined {
	if (problem.code !== 'import_refused') return undefined;
	const faults = problem.errors.map((error) => {
		const [, file = error.pointer, line = '0', column = ''] = /^(.+) line (\d+)\/(.*)$/.exec(error.pointer) ?? [];
		return { file, line: Number(line), column, code: error.code, words: faultWords(error, t) };
	});
	return faults.sort((a, b) => placeOf(a.file) - placeOf(b.file) || a.line - b.line);
}

/** How many faults there are in all; the first thousand are told. */
export function countOf(problem: Problem): number {
	const said = /^(\d+) /.exec(problem.detail);
	return Math.max(problem.errors.length, said ? Number(said[1]) : 0);
}

/** The parts of the server's own sentence that a reader cannot do without, by code. */
const PARTS: Readonly<Record<string, RegExp>> = {
	unknown_code: /`([^`]+)` .* nor in (\S+)\.$/,
	unknown_word: /^Write one of (.+)\.$/,
	unknown_column: /the columns are (.+)\.$/,
	out_of_range: /from (\S+) to (\S+?)\.$/,
	cell_count: /has (\d+) cells, .* names (\d+)/
};

/** The sentence for one fault of a file, with what the file should say instead. */
export function faultWords(error: FieldError, t: Dictionary): string {
	const parts = PARTS[error.code]?.exec(error.detail);
	if (parts) {
		const words = t.exchange.faultWith[error.code as keyof Dictionary['exchange']['faultWith']];
		return words(parts[1] ?? '', parts[2] ?? '');
	}
	const own = t.exchange.fault as Readonly<Record<string, string>>;
	return Object.hasOwn(own, error.code) ? (own[error.code] as string) : oneField(error, t);
}
