import type { Wire } from '#lib/app/api/types.ts';

/** What moved a buyer's exposure, as a sentence names it. */
export type Move =
	| 'order_placed'
	| 'order_grown'
	| 'order_reduced'
	| 'order_cancelled'
	| 'order_invoiced'
	| 'order_short'
	| 'order_relieved'
	| 'invoice'
	| 'credit_note'
	| 'payment'
	| 'other';

/** A movement as a person reads it. */
export interface Told {
	readonly move: Move;
	/** The thing's short code; empty where it has none or it is not known. */
	readonly name: string;
	/** The page of the thing, where there is one. */
	readonly href?: string;
}

/** The orders and documents of the buyer, by their ids. */
export interface Things {
	readonly orders: ReadonlyMap<string, Pick<Wire<'Order'>, 'code' | 'cancelled_at'>>;
	readonly documents: ReadonlyMap<string, Pick<Wire<'Invoice'>, 'name'>>;
}

const FIRST = '1';
const DOCUMENTS: readonly string[] = ['invoice', 'credit_note'];

/**
 * What a movement's cause says: `invoice:ID`, `credit_note:ID`, `payment:ID`, `order:ID:VERSION` where the order itself
 * changed, and `order:ID:invoiced`, `order:ID:short:…`, `order:ID:relieved:…` for what became of it.
 */
export function tell(movement: Pick<Wire<'ExposureMovement'>, 'cause' | 'amount' | 'at'>, things: Things): Told {
	const [kind = '', id = '', what = ''] = movement.cause.split(':');
	if (kind === 'order') {
		const order = things.orders.get(id);
		return { move: orderMove(movement, what, order?.cancelled_at), name: order?.code ?? '', href: `/cooperativa/pedidos/${id}` };
	}
	if (DOCUMENTS.includes(kind))
		return { move: kind as Move, name: things.documents.get(id)?.name ?? '', href: `/cooperativa/facturas/${id}` };
	if (kind === 'payment') return { move: 'payment', name: '', href: `/cooperativa/cobros/${id}` };
	return { move: 'other', name: '' };
}

function orderMove({ amount, at }: Pick<Wire<'ExposureMovement'>, 'amount' | 'at'>, what: string, cancelled_at: string | undefined): Move {
	if (what === 'invoiced' || what === 'short' || what === 'relieved') return `order_${what}`;
	if (what === FIRST) return 'order_placed';
	// The order and its exposure are written at one instant.
	if (cancelled_at !== undefined && Date.parse(cancelled_at) === Date.parse(at)) return 'order_cancelled';
	return amount.amount > 0 ? 'order_grown' : 'order_reduced';
}
