import type { components } from './schema.d.ts';

/** A shape of the API by its name, e.g. `Wire<'SessionDetail'>`. */
export type Wire<Name extends keyof components['schemas']> = components['schemas'][Name];
