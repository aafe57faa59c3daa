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
import type { office } from './office';
import { orders } from './orders';
import { producer } from './producer';
import { session } from './session';
import { shell } from './shell';
import { states } from './states';
import { terms } from './terms';

/** What the public, buyers and producers read. What only the cooperative reads is in `office`. */
export const es = {
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

/** What every language has to say; the Spanish texts are its source. */
export type Dictionary = typeof es & typeof office;
