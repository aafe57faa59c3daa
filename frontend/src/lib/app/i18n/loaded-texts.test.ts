import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { places } from '#lib/app/shell/navigation.ts';
import { es } from './all-texts.ts';
import { ALL_SLICES } from './slices.ts';

const src = resolve(import.meta.dirname, '../../..');
const routes = join(src, 'routes');
/** Names texts of every area; the layouts of the areas show a part of it each. */
const NAVIGATION = join(src, 'lib/app/shell/navigation.ts');

const sources = new Map<string, string>();

/** The text of a file; empty if there is none. */
function read(file: string): string {
	let text = sources.get(file);
	if (text === undefined) {
		text = existsSync(file) ? readFileSync(file, 'utf8') : '';
		sources.set(file, text);
	}
	return text;
}

/** A file and all files that it imports, except types. */
function closure(file: string, seen = new Set<string>()): Set<string> {
	if (seen.has(file) || file === NAVIGATION) return seen;
	seen.add(file);
	for (const [, path = ''] of read(file).matchAll(/import (?!type )[^;]*? from '([#.][^']+\.(?:ts|svelte))'/g)) {
		closure(path.startsWith('#lib/') ? join(src, 'lib', path.slice(5)) : join(dirname(file), path), seen);
	}
	return seen;
}

/** The folders from the routes' root to this page. */
function foldersOf(page: string): string[] {
	const folders = [dirname(page)];
	while (folders[0] !== routes) folders.unshift(dirname(folders[0] as string));
	return folders;
}

/** The slices whose texts are loaded before this page is drawn. */
function loadedFor(page: string): Set<string> {
	const layouts = foldersOf(page).map((folder) => read(join(folder, '+layout.ts')));
	const loads = [...layouts, page.endsWith('+page.svelte') ? read(page.replace(/\.svelte$/, '.ts')) : ''];
	const calls = loads.flatMap((text) => [...text.matchAll(/i18n\.load\(([^)]*)\)/g)].map(([, list = '']) => list));
	return new Set(calls.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map(([, slice = '']) => slice)));
}

function shownOn(page: string): string[] {
	const files = [page, ...foldersOf(page).map((folder) => join(folder, '+layout.svelte'))];
	const all = new Set(files.flatMap((file) => [...closure(file)]));
	const used = new Set([...all].flatMap((file) => [...read(file).matchAll(/\bt\.(\w+)/g)].map(([, name]) => name)));
	return ALL_SLICES.filter((slice) => used.has(slice));
}

const pages = readdirSync(routes, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('+page.svelte') || file.endsWith('+error.svelte'))
	.map((file) => join(routes, file));

describe('every page, also the one for errors,', () => {
	it('loads the texts of the slices that it shows', () => {
		const missing = pages.flatMap((page) => {
			const loaded = loadedFor(page);
			return shownOn(page)
				.filter((slice) => !loaded.has(slice))
				.map((slice) => `${page.slice(routes.length)}: ${slice}`);
		});
		expect(missing).toEqual([]);
	});

	it.each([
		['public', '(public)'],
		['buyer', 'compras'],
		['producer', 'taller'],
		['staff', 'cooperativa']
	] as const)('of the %s area can name its navigation', (area, folder) => {
		const loaded = loadedFor(join(routes, folder, '+page.svelte'));
		const texts = Object.fromEntries(Object.entries(es).filter(([name]) => loaded.has(name) || !(ALL_SLICES as string[]).includes(name)));
		const names = places[area].flatMap((place) => [place.label(texts as typeof es), place.group?.(texts as typeof es) ?? 'none']);
		expect(names.every(Boolean)).toBe(true);
	});
});
