import { untrack } from 'svelte';
import type { Tone } from './tones.ts';

export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: Tone;
}

class Toasts {
	shown = $state<Toast[]>([]);
	#last = 0;

	/** Shows a short sentence; it leaves by itself, so it never carries what must be acted upon. */
	say(text: string, tone: Tone = 'good'): void {
		const id = (this.#last += 1);
		// Untracked, so that an effect may say something without running again for it.
		this.shown = [...untrack(() => this.shown).slice(-2), { id, text, tone }];
		setTimeout(() => this.dismiss(id), Math.max(5000, text.length * 80));
	}

	dismiss(id: number): void {
		this.shown = this.shown.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
