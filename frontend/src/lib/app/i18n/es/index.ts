import type { Language } from '#lib/app/format/money.ts';
import { assembly } from './assembly.ts';
import { catalogue } from './catalogue.ts';
import { charts } from './charts.ts';
import { problems } from '#lib/app/problems/es.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { fairness } from './fairness.ts';
import { forms } from './forms.ts';
import { home } from './home.ts';
import { kinds } from './kinds.ts';
import type { office } from './office.ts';
import { orders } from './orders.ts';
import { producer } from './producer.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';
import { terms } from './terms.ts';

/** What the public, buyers and producers read. What only the cooperative reads is in `office`. */
export const es = {
	language: 'es' as Language,
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

/** What every language has to say; the Spanish texts are its source. */
export type Dictionary = typeof es & typeof office;
