import type { office as spanish } from '../es/office';
import { books } from './books';
import { exchange } from './exchange';
import { registry } from './registry';
import { upkeep } from './upkeep';
import { week } from './week';

export const office: typeof spanish = { books, exchange, registry, upkeep, week };
