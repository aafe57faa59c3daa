import type { Schema } from '#lib/app/api/types.ts';

/** The causes of exposure movements, by the key of their text. */
export type MovementCause =
	| 'order_placed'
	| 'order_grown'
	| 'order_reduced'
	| 'order_cancelled'
	| 'order_invoiced'
	| 'order_short'
	| 'order_relieved'
	| 'invoice'
	| 'credit_note'
	| 'debit_note'
	| 'payment'
	| 'other';

/** A movement with its cause, name and link. */
export interface MovementDescription {
	readonly cause: MovementCause;
	/** The short code of the order or document; empty if it has none or it is not known. */
	readonly name: string;
	/** The page of the order, document or payment, if there is one. */
	readonly href?: string;
}

/** The orders and documents of the buyer, by their ids. */
export interface RelatedRecords {
	readonly orders: ReadonlyMap<string, Pick<Schema<'Order'>, 'code' | 'cancelled_at'>>;
	readonly documents: ReadonlyMap<string, Pick<Schema<'Invoice'>, 'name'>>;
}

const FIRST = '1';
const DOCUMENTS: readonly string[] = ['invoice', 'credit_note', 'debit_note'];

/**
 * Parses the cause of a movement: `invoice:ID`, `credit_note:ID`, `debit_note:ID`, `payment:ID`, `order:ID:VERSION` where the order itself
 * changed, and `order:ID:invoiced`, `order:ID:short:…`, `order:ID:relieved:…` for its later changes.
 */
export function describeMovement(
	movement: Pick<Schema<'ExposureMovement'>, 'cause' | 'amount' | 'at'>,
	things: RelatedRecords
): MovementDescription {
	const [kind = '', id = '', what = ''] = movement.cause.split(':');
	if (kind === 'order') {
		const order = things.orders.get(id);
		return { cause: orderMove(movement, what, order?.cancelled_at), name: order?.code ?? '', href: `/cooperativa/pedidos/${id}` };
	}
	if (DOCUMENTS.includes(kind))
		return { cause: kind as MovementCause, name: things.documents.get(id)?.name ?? '', href: `/cooperativa/facturas/${id}` };
	if (kind === 'payment') return { cause: 'payment', name: '', href: `/cooperativa/cobros/${id}` };
	return { cause: 'other', name: '' };
}

function orderMove(
	{ amount, at }: Pick<Schema<'ExposureMovement'>, 'amount' | 'at'>,
	what: string,
	cancelled_at: string | undefined
): MovementCause {
	if (what === 'invoiced' || what === 'short' || what === 'relieved') return `order_${what}`;
	if (what === FIRST) return 'order_placed';
	// The order and its exposure are written at one instant.
	if (cancelled_at !== undefined && Date.parse(cancelled_at) === Date.parse(at)) return 'order_cancelled';
	return amount.amount > 0 ? 'order_grown' : 'order_reduced';
}
