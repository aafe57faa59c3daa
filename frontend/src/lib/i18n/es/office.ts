import { books } from './books';
import { exchange } from './exchange';
import { registry } from './registry';
import { upkeep } from './upkeep';
import { week } from './week';

/** What only the cooperative reads; others do not fetch it. */
export const office = { books, exchange, registry, upkeep, week };
