/**
 * What a person has typed, kept on the device until it has been sent, so that a lost signal or a
 * closed tab loses nothing. A device without storage simply keeps nothing.
 */
export function loadDraft<T>(name: string, isValid: (value: unknown) => value is T): T | null {
	try {
		const text = localStorage.getItem(slot(name));
		if (text === null) return null;
		const value: unknown = JSON.parse(text);
		return isValid(value) ? value : null;
	} catch {
		return null;
	}
}

export function saveDraft(name: string, value: unknown): void {
	try {
		localStorage.setItem(slot(name), JSON.stringify(value));
	} catch {
		// Storage is full or refused: the form still works, it just is not kept.
	}
}

export function removeDraft(name: string): void {
	try {
		localStorage.removeItem(slot(name));
	} catch {
		// Nothing was kept, so nothing is to be dropped.
	}
}

function slot(name: string): string {
	return `minga:draft:${name}`;
}
