import type { es } from '#lib/app/i18n/es/index.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { forms } from './forms.ts';
import { home } from './home.ts';
import { kinds } from './kinds.ts';
import { navigation } from './navigation.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';

export const en: typeof es = {
	language: 'en',
	navigation,
	common,
	errors,
	forms,
	home,
	kinds,
	shell,
	states
};
