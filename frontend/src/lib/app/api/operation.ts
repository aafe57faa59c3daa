import type { FetchResponse, MaybeOptionalInit } from 'openapi-fetch';
import { api } from './client.ts';
import type { paths } from './schema.d.ts';

type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths of the API that have an operation of this method. */
type PathsOf<M extends Method> = { [P in keyof paths]: paths[P] extends { [K in M]: object } ? P : never }[keyof paths];

type Arguments<Init> = undefined extends Init ? [init?: Init] : [init: Init];

type Fields<T> = T extends Record<string | number, unknown> ? T : never;

/** A function that calls one operation of the API, typed by the API's document. Used by the `api.ts` of a slice only. */
export function operation<M extends Method, P extends PathsOf<M>>(method: M, path: P) {
	return (...init: Arguments<MaybeOptionalInit<paths[P], M>>) => {
		const call = api.request as (method: string, path: string, init?: unknown) => Promise<unknown>;
		return call(method, path, init[0]) as Promise<FetchResponse<Fields<paths[P][M]>, object, `${string}/${string}`>>;
	};
}
