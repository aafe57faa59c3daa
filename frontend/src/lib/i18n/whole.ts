import { en as english } from './en';
import { office as englishOffice } from './en/office';
import { es as spanish, type Dictionary } from './es';
import { office as spanishOffice } from './es/office';

// All texts of each language, for tests; the app fetches them in parts.
export const es: Dictionary = { ...spanish, ...spanishOffice };
export const en: Dictionary = { ...english, ...englishOffice };
