import { en as english } from './en/index.ts';
import { office as englishOffice } from './en/office.ts';
import { es as spanish, type Dictionary } from './es/index.ts';
import { office as spanishOffice } from './es/office.ts';

// All texts of each language, for tests; the app fetches them in parts.
export const es: Dictionary = { ...spanish, ...spanishOffice };
export const en: Dictionary = { ...english, ...englishOffice };
