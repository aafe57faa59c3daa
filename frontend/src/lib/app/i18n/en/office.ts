import type { office as spanish } from '#lib/app/i18n/es/office.ts';
import { books } from './books.ts';
import { exchange } from './exchange.ts';
import { registry } from './registry.ts';
import { upkeep } from './upkeep.ts';
import { week } from './week.ts';

export const office: typeof spanish = { books, exchange, registry, upkeep, week };
