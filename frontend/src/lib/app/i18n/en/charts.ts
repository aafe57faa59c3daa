import type { Dictionary } from '#lib/app/i18n/es/index.ts';

export const charts: Dictionary['charts'] = {
	before: 'carried from this season',
	thisCycle: 'added by this cycle',
	level: 'fair level',
	own: 'your workshop',
	served: 'with a maker',
	missing: 'without a maker',
	notServed: (lots) => (lots === 1 ? '1 lot short' : `${lots} lots short`)
};
