import { describe, expect, it } from 'vitest';
import { byAttribute, versionBefore, type Criterion } from './by-attribute.ts';

const criterion = (code: string, attribute: Criterion['attribute']): Criterion => ({
	code,
	attribute,
	severity: 'major',
	text_es: '',
	text_en: '',
	evidence_es: '',
	evidence_en: '',
	guidance_es: '',
	guidance_en: ''
});

describe('the criteria of a protocol', () => {
	it('stand under what they are about, in their order', () => {
		const groups = byAttribute([criterion('O1', 'origin'), criterion('H1', 'hygiene'), criterion('H2', 'hygiene')]);
		expect(groups.map(({ attribute, criteria }) => [attribute, criteria.map(({ code }) => code)])).toEqual([
			['origin', ['O1']],
			['hygiene', ['H1', 'H2']]
		]);
		expect(byAttribute([])).toEqual([]);
	});

	it('are compared with the version before', () => {
		const versions = [{ number: 4 }, { number: 1 }, { number: 2 }];
		expect(versionBefore(4, versions)).toEqual({ number: 2 });
		expect(versionBefore(1, versions)).toBeUndefined();
	});
});
