// Weighs what a phone fetches to see each page for the first time, after the build: all script of the page, of the
// frames around it and of its texts, compressed as the server does. Fails where a page is heavier than it may be.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const MOST = 100_000;
/** In the cooperative's office, where people sit at a desk. */
const MOST_AT_DESK = 120_000;
const OFFICE = '/cooperativa';
const made = '.svelte-kit/output/client';
const generated = '.svelte-kit/generated/build/client-optimized';
const manifest = JSON.parse(readFileSync(`${made}/.vite/manifest.json`, 'utf8'));
const weights = new Map();

/** The files that a chunk cannot do without. */
function closure(keys) {
	const files = new Set();
	const seen = new Set();
	const wait = [...keys];
	while (wait.length > 0) {
		const key = wait.pop();
		if (seen.has(key)) continue;
		seen.add(key);
		const chunk = manifest[key];
		if (!chunk) throw new Error(`${key} is not in the build: has SvelteKit moved it?`);
		files.add(chunk.file);
		wait.push(...(chunk.imports ?? []));
	}
	return files;
}

function weight(file) {
	if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(`${made}/${file}`)).length);
	return weights.get(file);
}

const app = readFileSync(`${generated}/app.js`, 'utf8');
const pages = [...app.matchAll(/"(\/[^"]*)": \[(\d+)(?:,\[([\d,]*)\])?/g)];
if (pages.length < 10) throw new Error('The pages were not found: has SvelteKit changed its list of them?');

const weighed = pages.flatMap(([, page, leaf, frames = '']) => {
	const nodes = ['0', ...frames.split(',').filter(Boolean), leaf].map((node) => `${generated}/nodes/${node}.js`);
	const start = ['node_modules/@sveltejs/kit/src/runtime/client/entry.js', `${generated}/app.js`, ...nodes];
	return ['es', 'en'].map((language) => {
		const texts = [`src/lib/app/i18n/${language}/index.ts`];
		if (page.startsWith(OFFICE)) texts.push(`src/lib/app/i18n/${language}/office.ts`);
		const files = [...closure([...start, ...texts])];
		return { page, language, bytes: files.reduce((sum, file) => sum + weight(file), 0) };
	});
});
weighed.sort((a, b) => b.bytes - a.bytes);

const told = (entry) => `${(entry.bytes / 1000).toFixed(1)} kB  ${entry.page} (${entry.language})`;
const first = weighed.find(({ page }) => page === '/(public)');
const phone = weighed.find(({ page }) => !page.startsWith(OFFICE));
const heavy = weighed.filter(({ page, bytes }) => bytes > (page.startsWith(OFFICE) ? MOST_AT_DESK : MOST));
console.log(
	`Script, compressed: first page ${told(first)}; heaviest on a phone ${told(phone)}, at most ${MOST / 1000} kB; heaviest ${told(weighed[0])}`
);
if (heavy.length > 0) {
	console.error(`Too heavy for a slow phone line:\n${heavy.map(told).join('\n')}`);
	process.exitCode = 1;
}
