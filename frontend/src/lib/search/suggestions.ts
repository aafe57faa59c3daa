import type { Schema } from '#lib/app/api/types.ts';

/** The address that a suggestion leads to. */
export function addressOf(suggestion: Schema<'SearchSuggestion'>): string {
	switch (suggestion.kind) {
		case 'product':
			return `/catalogo/${suggestion.product_id ?? ''}`;
		case 'family':
			return `/catalogo?family=${encodeURIComponent(suggestion.family_code ?? '')}`;
		case 'maker':
			return `/catalogo?maker=${encodeURIComponent(suggestion.text_es)}`;
		case 'search':
			return `/catalogo?q=${encodeURIComponent(suggestion.text_es)}`;
	}
}
