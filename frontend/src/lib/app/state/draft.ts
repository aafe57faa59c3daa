/**
 * Unsent input, stored on the device until it has been sent, so that a lost signal or a
 * closed tab loses nothing. Without storage nothing is kept.
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
		// Storage is full or disabled: the form works without it.
	}
}

export function removeDraft(name: string): void {
	try {
		localStorage.removeItem(slot(name));
	} catch {
		// Without storage there is nothing to remove.
	}
}

function slot(name: string): string {
	return `minga:draft:${name}`;
}
