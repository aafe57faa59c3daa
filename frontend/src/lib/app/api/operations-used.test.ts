import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const sources = join(import.meta.dirname, '../../..');
const endpoints = readFileSync(join(sources, '../../openapi/endpoints.txt'), 'utf8');

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
	.filter((file) => /\.(svelte|ts)$/.test(file) && !/\.test\.ts$|schema\.d\.ts$/.test(file))
	.map((file) => ({ file, text: readFileSync(join(sources, file), 'utf8') }));

const DECLARATION = /export const (\w+) = operation\(\s*'(\w+)',\s*'([^']+)'\s*\)/g;
const declared = files.flatMap(({ text }) =>
	[...text.matchAll(DECLARATION)].map(([, name = '', method, path]) => ({ name, method, path }))
);

/** The sources without the declarations, which are no use. */
const app = files.map(({ text }) => text.replace(DECLARATION, '')).join('\n');

/** Operations that the web app does not use, and why. */
const ELSEWHERE = new Map([
	['receive_card_event', 'the card processor calls it'],
	['list_public_zones', 'for other sites'],
	['list_public_cycles', 'for other sites'],
	['get_decision', 'its list has all of it'],
	['get_certificate', 'its list has all of it'],
	['get_calendar', 'its list has all of it'],
	['get_quota', 'the board has all of it'],
	['get_own_quota', 'its list has all of it'],
	['get_product', 'the catalogue has all of it'],
	['get_photo_file', 'responses name its addresses'],
	['get_staff_photo_file', 'responses name its addresses'],
	['get_allocation_run', 'the board has all of it, or the comparison of two']
]);

describe('every operation of the API', () => {
	const operations = endpoints
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/) as [string, string, string, string]);

	it('is reached from the web app, or has a reason why not', () => {
		const unreached = operations.filter(([, method, path]) => {
			const asked = declared.some(
				(entry) => entry.method === method.toLowerCase() && entry.path === path && new RegExp(`Api\\.${entry.name}\\b`).test(app)
			);
			// A download is a link with the address as text and its parameters filled in.
			const filled = path.replace(/\{\w+\}/g, '\\$?\\{[^}]+\\}');
			const linked = new RegExp(`(?<!\\(\\s*)['"\`]${filled}['"\`?]`);
			return !asked && !(method === 'GET' && linked.test(app));
		});
		expect(unreached.map(([, , , operation]) => operation).sort()).toEqual([...ELSEWHERE.keys()].sort());
	});

	it('has the name of its operation id', () => {
		const ids = new Map(operations.map(([, method, path, id]) => [`${method.toLowerCase()} ${path}`, id]));
		const camelCase = (id = '') => id.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
		const renamed = declared.filter(({ name, method, path }) => name !== camelCase(ids.get(`${method} ${path}`)));
		expect(renamed).toEqual([]);
	});

	it('has no declaration that nothing uses', () => {
		expect(declared.filter(({ name }) => !new RegExp(`Api\\.${name}\\b`).test(app))).toEqual([]);
	});

	it('is called through the `api.ts` of its slice', () => {
		const elsewhere = files.filter(
			({ file, text }) =>
				!/^lib\/(app\/|\w+\/api\.ts$)/.test(file) && /\{[^}]*\bapi\b[^}]*\} from '[^']*client\.ts'|operation\.ts'/.test(text)
		);
		expect(elsewhere.map(({ file }) => file)).toEqual([]);
	});
});
