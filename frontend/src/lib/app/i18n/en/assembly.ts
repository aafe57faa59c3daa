/** What the assembly decided, as the cooperative and its producers read it. */
export const assembly = {
	title: 'Decisions',
	lead: 'What the assembly decided, dated. The rules of the split and the commission come from here.',
	none: 'No decisions written down yet',
	noneDetail: 'Until then the values above hold.',
	minutes: 'Number in the minutes',
	decided: 'What was decided',
	decidedOn: 'Assembly on',
	effectiveFrom: 'Holds from',
	sets: 'What it sets',
	inForce: 'What holds today',
	commission: 'Commission',
	commissionVat: 'VAT on the commission',
	respondHours: 'Hours to answer a quota',
	declinedCounts: 'What is declined counts as received',
	publishInstance: 'The split is published under assumed names',
	open: 'Decisions of the assembly'
};
