import type { Problem } from '#lib/app/api/problem.ts';

declare global {
	namespace App {
		interface Error {
			/** What the API said, where it was the API that failed. */
			problem?: Problem;
		}
	}
}

export {};
