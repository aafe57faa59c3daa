import type { Language } from '#lib/app/format/money.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { forms } from './forms.ts';
import { home } from './home.ts';
import { kinds } from './kinds.ts';
import { navigation } from './navigation.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';

/** The texts of the app itself; those of a slice are in its folder. The Spanish texts are the source of the keys. */
export const es = {
	language: 'es' as Language,
	navigation,
	common,
	errors,
	forms,
	home,
	kinds,
	shell,
	states
};
