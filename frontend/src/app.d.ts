import type { Problem } from '#lib/app/api/problem.ts';

declare global {
	namespace App {
		interface Error {
			/** The problem of the API, where the API failed. */
			problem?: Problem;
		}
	}
}

export {};
