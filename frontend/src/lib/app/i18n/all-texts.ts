import { problems as englishProblems } from '#lib/app/problems/en.ts';
import { problems as spanishProblems } from '#lib/app/problems/es.ts';
import { en as english } from './en/index.ts';
import { es as spanish } from './es/index.ts';
import { ALL_SLICES, loadTexts, type Dictionary } from './slices.ts';

type AllTexts = Required<Dictionary>;

// All texts of each language, for tests; the app loads them slice by slice.
export const es = { ...spanish, problems: spanishProblems, ...(await loadTexts(ALL_SLICES, 'es')) } as AllTexts;
export const en = { ...english, problems: englishProblems, ...(await loadTexts(ALL_SLICES, 'en')) } as AllTexts;
