import type { Raw } from './fields.ts';

/** Input of forms that could not be sent because the session had ended, until the same person signs in again. */
const left = new Map<string, { readonly person: string; readonly raw: Readonly<Record<string, Raw>> }>();

/** Keeps the input of a form while the app stays open. */
export function keepInput(form: string, person: string, raw: Readonly<Record<string, Raw>>): void {
	left.set(form, { person, raw: { ...raw } });
}

/** Whether input of this person is kept for this form. */
export function hasKeptInput(form: string, person: string | undefined): boolean {
	return person !== undefined && left.get(form)?.person === person;
}

/** Returns the kept input of this person once; of another person it is discarded. */
export function takeInput(form: string, person: string | undefined): Readonly<Record<string, Raw>> | null {
	const found = left.get(form);
	left.delete(form);
	return found !== undefined && found.person === person ? found.raw : null;
}
