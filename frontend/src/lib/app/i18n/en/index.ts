import type { es } from '#lib/app/i18n/es/index.ts';
import { assembly } from './assembly.ts';
import { catalogue } from './catalogue.ts';
import { charts } from './charts.ts';
import { problems } from '#lib/app/problems/en.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { fairness } from './fairness.ts';
import { forms } from './forms.ts';
import { home } from './home.ts';
import { kinds } from './kinds.ts';
import { orders } from './orders.ts';
import { producer } from './producer.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';
import { terms } from './terms.ts';

export const en: typeof es = {
	language: 'en',
	assembly,
	catalogue,
	charts,
	problems,
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
