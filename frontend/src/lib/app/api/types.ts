import type { components } from './schema.d.ts';

/** A schema of the API by its name, such as `Schema<'SessionDetail'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
