import type { office as spanish } from '../es/office';
import { books } from './books';
import { exchange } from './exchange';
import { registry } from './registry';
import { week } from './week';

export const office: typeof spanish = { books, exchange, registry, week };
