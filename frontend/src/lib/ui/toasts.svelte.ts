import { untrack } from 'svelte';
import type { Tone } from './tones.ts';

export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: Tone;
}

class Toasts {
	visible = $state<Toast[]>([]);
	#last = 0;

	/** Shows a short message. It disappears by itself, so it must not contain anything that the person has to act on. */
	show(text: string, tone: Tone = 'success'): void {
		const id = (this.#last += 1);
		// Untracked, so that an effect that shows a toast does not run again.
		this.visible = [...untrack(() => this.visible).slice(-2), { id, text, tone }];
		setTimeout(() => this.dismiss(id), Math.max(5000, text.length * 80));
	}

	dismiss(id: number): void {
		this.visible = this.visible.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
