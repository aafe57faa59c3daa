// Measures, after the build, what a phone fetches to see each page for the first time: all script of the page, of its
// layouts and of its texts, compressed as the server does. Fails where a page exceeds its limit.
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const MAX_BYTES = 100_000;
/** For the pages of the cooperative, which are used on computers. */
const MAX_STAFF_BYTES = 135_000;
const STAFF = '/cooperativa';
const output = '.svelte-kit/output/client';
const generated = '.svelte-kit/generated/build/client-optimized';
const manifest = JSON.parse(readFileSync(`${output}/.vite/manifest.json`, 'utf8'));
const entry = Object.keys(manifest).find((key) => key.endsWith('@sveltejs/kit/src/runtime/client/entry.js'));
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
	if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(`${output}/${file}`)).length);
	return weights.get(file);
}

const app = readFileSync(`${generated}/app.js`, 'utf8');
const pages = [...app.matchAll(/"(\/[^"]*)": \[(\d+)(?:,\[([\d,]*)\])?/g)];
if (pages.length < 10) throw new Error('The pages were not found: has SvelteKit changed its list of them?');

/** The slices whose texts a page loads: those named by `i18n.load` in its own file and in those of its layouts. */
function slicesOf(page) {
	const folders = page.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'));
	const files = [...folders.map((folder) => `src/routes${folder}/+layout.ts`), `src/routes${page}/+page.ts`];
	const sources = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
	const lists = sources.flatMap((source) => [...source.matchAll(/i18n\.load\(([^)]*)\)/g)].map(([, list]) => list));
	return [...new Set(lists.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map(([, slice]) => slice)))];
}

/** The folders of texts that are not a slice's own. */
const FOLDERS = {
	applications: 'buyers/applications',
	jobs: 'app/jobs',
	photos: 'catalogue/photos',
	protocols: 'certification/protocols'
};

const weighed = pages.flatMap(([, page, leaf, frames = '']) => {
	const nodes = ['0', ...frames.split(',').filter(Boolean), leaf].map((node) => `${generated}/nodes/${node}.js`);
	const start = [entry, `${generated}/app.js`, ...nodes];
	return ['es', 'en'].map((language) => {
		const slices = slicesOf(page).map((slice) => `src/lib/${FOLDERS[slice] ?? slice}/${language}.ts`);
		const files = [...closure([...start, `src/lib/app/i18n/${language}/index.ts`, ...slices])];
		return { page, language, bytes: files.reduce((sum, file) => sum + weight(file), 0) };
	});
});
weighed.sort((a, b) => b.bytes - a.bytes);

const described = (entry) => `${(entry.bytes / 1000).toFixed(1)} kB  ${entry.page} (${entry.language})`;
const first = weighed.find(({ page }) => page === '/(public)');
const phone = weighed.find(({ page }) => !page.startsWith(STAFF));
const heavy = weighed.filter(({ page, bytes }) => bytes > (page.startsWith(STAFF) ? MAX_STAFF_BYTES : MAX_BYTES));
console.log(
	`Script, compressed: first page ${described(first)}; heaviest on a phone ${described(phone)}, at most ${MAX_BYTES / 1000} kB; heaviest ${described(weighed[0])}`
);
if (heavy.length > 0) {
	console.error(`Too heavy for a slow phone line:\n${heavy.map(described).join('\n')}`);
	process.exitCode = 1;
}
