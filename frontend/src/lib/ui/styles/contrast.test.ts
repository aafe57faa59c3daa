import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]));

const sources = join(import.meta.dirname, '../../..');

/** The style rules of a component or of a style sheet, without its pictures in data addresses. */
function styleOf(file: string): string {
	const text = readFileSync(join(sources, file), 'utf8').replace(/url\("data:[^"]*"\)/g, '');
	return file.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(name: string): number {
	const hex = tokens.get(name);
	if (!hex) throw new Error(`no colour --${name} in tokens.css`);
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const part = parseInt(hex.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

const backgrounds = ['background', 'surface', 'surface-muted'];
const texts: [string, string[]][] = [
	['text', backgrounds],
	['text-secondary', backgrounds],
	['text-muted', backgrounds],
	['accent', [...backgrounds, 'accent-tint']],
	['accent-strong', ['accent-tint']],
	['danger', backgrounds],
	['danger-strong', [...backgrounds, 'danger-tint']],
	['success', ['success-tint']],
	['info', ['info-tint']],
	['warning', ['warning-tint']],
	['text-inverse', ['accent', 'accent-strong', 'success', 'danger', 'text', 'info']]
];

describe('colours', () => {
	it.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground] as const)))('%s is readable on %s', (text, ground) =>
		expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5)
	);

	it.each([
		['border-strong', 'surface'],
		['highlight', 'background'],
		['chart-level', 'chart-ground'],
		['chart-1', 'chart-5']
	])('%s can be told from %s', (shape, ground) => expect(contrast(shape, ground)).toBeGreaterThanOrEqual(3));

	it('are defined in tokens.css only', () => {
		const own = readdirSync(sources, { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(svelte|css)$/.test(file) && !/styles\/tokens\.css$|ui\/brand\//.test(file))
			.filter((file) => /(?<![%\w#{])#[0-9a-f]{3,8}\b|rgb\(/.test(styleOf(file)));
		expect(own).toEqual([]);
	});

	it('that are used are defined', () => {
		const all = new Set([...css.matchAll(/--([\w-]+):/g)].map(([, name]) => name));
		const used = readdirSync(sources, { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(svelte|css)$/.test(file))
			.flatMap((file) => {
				const text = readFileSync(join(sources, file), 'utf8');
				const local = new Set([...text.matchAll(/--([\w-]+)[:=]|--([\w-]+)"/g)].map(([, name, other]) => name ?? other));
				return [...text.matchAll(/var\(--([\w-]+)\)/g)]
					.filter(([, name]) => !all.has(name) && !local.has(name))
					.map(([, name]) => `${file}: ${name}`);
			});
		expect(used).toEqual([]);
	});
});
