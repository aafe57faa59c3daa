import type { Dictionary } from '../es';
import { books } from './books';
import { catalogue } from './catalogue';
import { charts } from './charts';
import { codes } from './codes';
import { common } from './common';
import { errors } from './errors';
import { exchange } from './exchange';
import { forms } from './forms';
import { home } from './home';
import { kinds } from './kinds';
import { orders } from './orders';
import { producer } from './producer';
import { registry } from './registry';
import { session } from './session';
import { shell } from './shell';
import { states } from './states';
import { terms } from './terms';
import { week } from './week';

export const en: Dictionary = {
	books,
	catalogue,
	charts,
	codes,
	common,
	errors,
	exchange,
	forms,
	home,
	kinds,
	orders,
	producer,
	registry,
	session,
	shell,
	states,
	terms,
	week
};
