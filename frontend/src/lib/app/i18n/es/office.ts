import { books } from './books.ts';
import { exchange } from './exchange.ts';
import { registry } from './registry.ts';
import { upkeep } from './upkeep.ts';
import { week } from './week.ts';

/** What only the cooperative reads; others do not fetch it. */
export const office = { books, exchange, registry, upkeep, week };
