import { beforeEach, describe, expect, it, vi } from 'vitest';
import { removeDraft, loadDraft, saveDraft } from './draft.ts';

const isLines = (value: unknown): value is number[] => Array.isArray(value) && value.every((item) => typeof item === 'number');

describe('draft', () => {
	let slots: Map<string, string>;

	beforeEach(() => {
		slots = new Map();
		vi.stubGlobal('localStorage', {
			getItem: (name: string) => slots.get(name) ?? null,
			setItem: (name: string, value: string) => slots.set(name, value),
			removeItem: (name: string) => slots.delete(name)
		});
	});

	it('gives back what was typed until it is dropped', () => {
		saveDraft('order', [1, 2]);
		expect(loadDraft('order', isLines)).toEqual([1, 2]);
		removeDraft('order');
		expect(loadDraft('order', isLines)).toBeNull();
	});

	it('forgets a draft of an older shape rather than breaking the form', () => {
		slots.set('minga:draft:order', '{"lines":1}');
		expect(loadDraft('order', isLines)).toBeNull();
		slots.set('minga:draft:order', 'not json');
		expect(loadDraft('order', isLines)).toBeNull();
	});
});
