import type { es } from '../es';
import { assembly } from './assembly';
import { catalogue } from './catalogue';
import { charts } from './charts';
import { codes } from './codes';
import { common } from './common';
import { errors } from './errors';
import { fairness } from './fairness';
import { forms } from './forms';
import { home } from './home';
import { kinds } from './kinds';
import { orders } from './orders';
import { producer } from './producer';
import { session } from './session';
import { shell } from './shell';
import { states } from './states';
import { terms } from './terms';

export const en: typeof es = {
	assembly,
	catalogue,
	charts,
	codes,
	common,
	errors,
	fairness,
	forms,
	home,
	kinds,
	orders,
	producer,
	session,
	shell,
	states,
	terms
};
