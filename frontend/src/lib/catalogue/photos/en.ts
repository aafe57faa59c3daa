import type { texts as es } from './es.ts';

export const texts: typeof es = {
	title: 'Photos',
	lead: 'The first one is the cover: it is shown in the catalogue and in the order form.',
	none: 'No photos yet: the catalogue shows the drawing of the family. Add the first one.',
	full: (n) => `All ${n} photos are there. Delete one to add another.`,
	add: 'Add photos',
	hint: (n) => `JPEG, PNG or WebP, up to ${n} for a product. The place where it was taken is not kept.`,
	waiting: 'Waiting.',
	sending: (name) => `Sending ${name}`,
	preparing: 'It has arrived and is being prepared.',
	giveUp: 'Discard',
	cover: 'cover',
	withoutText: 'No description.',
	makeCover: 'Use as cover',
	earlier: 'Move earlier',
	describe: 'Describe',
	textLead: 'What the photo shows, in a few words. It is shown below the photo, and read to those who cannot see it.',
	textEs: 'In Spanish',
	textEn: 'In English',
	remove: 'Delete',
	removeAsk: 'The photo is no longer shown anywhere.'
};
