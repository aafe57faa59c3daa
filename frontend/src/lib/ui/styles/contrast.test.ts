import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]));

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

const grounds = ['wool', 'paper', 'wool-deep'];
const texts: [string, string[]][] = [
	['ink', grounds],
	['ink-soft', grounds],
	['ink-faint', grounds],
	['calafate', [...grounds, 'calafate-tint']],
	['calafate-deep', ['calafate-tint']],
	['lenga', grounds],
	['lenga-deep', [...grounds, 'lenga-tint']],
	['coihue', ['coihue-tint']],
	['glacier', ['glacier-tint']],
	['quila', ['quila-tint']],
	['on-dark', ['calafate', 'calafate-deep', 'coihue', 'lenga', 'ink', 'glacier']]
];

describe('colours', () => {
	it.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground] as const)))('%s is readable on %s', (text, ground) =>
		expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5)
	);

	it.each([
		['line-strong', 'paper'],
		['mosqueta', 'wool'],
		['chart-level', 'chart-ground'],
		['chart-1', 'chart-5']
	])('%s can be told from %s', (shape, ground) => expect(contrast(shape, ground)).toBeGreaterThanOrEqual(3));
});
