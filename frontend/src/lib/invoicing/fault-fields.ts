import type { Schema } from '#lib/app/api/types.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';

type Line = Pick<Schema<'InvoiceLine'>, 'id' | 'description' | 'batches'>;

/** The id of the batch at fault by the id of the invoice line; a line without fault has none. */
export interface FaultsByLine {
	readonly faults?: Record<string, string>;
}

/** For each line of an invoice that was delivered, the batch whose quality fault is credited, if it is one. */
export function faultField(line: Line, label: string): FieldSpec[] {
	if (line.batches.length === 0) return [];
	const choices = line.batches.map(({ batch_id, batch_code, workshop }) => ({ value: batch_id, label: `${workshop}: ${batch_code}` }));
	return [{ name: `faults/${line.id}`, label, kind: 'choice', optional: true, choices }];
}

/** The fault of a line of the request: the units that are credited, as far as they were of the batch; of an amount, all of them. */
export function faultsOf(line: Line | undefined, faults: FaultsByLine['faults'], credited?: number): Schema<'CreateQualityFault'>[] {
	const batch = line?.batches.find(({ batch_id }) => batch_id === faults?.[line.id]);
	return batch ? [{ batch_id: batch.batch_id, quantity: Math.min(credited ?? batch.quantity, batch.quantity) }] : [];
}
