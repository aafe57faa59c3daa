import type { Raw } from './fields.ts';

/** Forms whose sending met a session that had ended: what was typed waits for the same person to sign in again. */
const left = new Map<string, { readonly person: string; readonly raw: Readonly<Record<string, Raw>> }>();

/** Keeps what a person typed into a form, as long as the app stays open. */
export function keepInput(form: string, person: string, raw: Readonly<Record<string, Raw>>): void {
	left.set(form, { person, raw: { ...raw } });
}

/** Whether this person left something in this form. */
export function hasKeptInput(form: string, person: string | undefined): boolean {
	return person !== undefined && left.get(form)?.person === person;
}

/** What this person left in this form, once. Nobody else is shown it. */
export function takeInput(form: string, person: string | undefined): Readonly<Record<string, Raw>> | null {
	const found = left.get(form);
	left.delete(form);
	return found !== undefined && found.person === person ? found.raw : null;
}
