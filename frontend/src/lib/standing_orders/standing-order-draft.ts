import type { Schema } from '#lib/app/api/types.ts';
import { parseRule, writeRule, type Weekday } from './recurrence-rule.ts';
import type { RequestedLine } from '#lib/orders/order-totals.ts';

/** A standing order that is being edited. */
export interface StandingDraft {
	readonly name: string;
	readonly delivery_point_id: string;
	readonly interval: number;
	readonly days: readonly Weekday[];
	/** A rule that the editor cannot show; kept until days are chosen. */
	readonly otherRule: string;
	readonly starts_on: string;
	/** The day from which a change of a stored standing order holds; empty = for all dates to come. */
	readonly from_date: string;
	readonly ends_on: string;
	readonly lines: readonly RequestedLine[];
}

/** Converts the draft to the request; lines without a product or quantity are left out. */
export function toWire(draft: StandingDraft): Schema<'StandingOrderInput'> {
	return {
		name: draft.name.trim(),
		delivery_point_id: draft.delivery_point_id,
		rule: draft.days.length > 0 ? writeRule({ interval: draft.interval, days: draft.days }) : draft.otherRule,
		starts_on: draft.from_date || draft.starts_on,
		ends_on: draft.ends_on || undefined,
		lines: sentLines(draft.lines)
	};
}

/** The request that changes a standing order from the day on which the draft starts. */
export function toSplit({ starts_on, ...terms }: Schema<'StandingOrderInput'>): Schema<'StandingOrderSplit'> {
	return { ...terms, from_date: starts_on };
}

/** The lines that are sent, in their order. */
export function sentLines(lines: readonly RequestedLine[]): RequestedLine[] {
	return lines.filter(({ product_id, quantity }) => product_id !== '' && quantity > 0);
}

/** Converts a standing order to a draft. */
export function toDraft({ standing_order: row, lines }: Schema<'StandingOrderDetail'>): StandingDraft {
	const rule = parseRule(row.rule);
	return {
		name: row.name,
		delivery_point_id: row.delivery_point_id,
		interval: rule?.interval ?? 1,
		days: rule?.days ?? [],
		otherRule: rule ? '' : row.rule,
		starts_on: row.starts_on,
		from_date: '',
		ends_on: row.ends_on ?? '',
		lines: lines.map(({ product_id, quantity, per_guest }) => ({ product_id, quantity, per_guest }))
	};
}

/** Whether a stored value is a draft. */
export function isStandingDraft(value: unknown): value is StandingDraft {
	if (typeof value !== 'object' || value === null) return false;
	const draft = value as Record<string, unknown>;
	const texts = ['name', 'delivery_point_id', 'otherRule', 'starts_on', 'from_date', 'ends_on'];
	if (!texts.every((key) => typeof draft[key] === 'string')) return false;
	return typeof draft.interval === 'number' && Array.isArray(draft.days) && Array.isArray(draft.lines);
}

/** Whether a previewed date can be delivered completely. */
export function isWhole(date: Schema<'UpcomingDate'>): boolean {
	return date.outcome === 'placed' && date.lines.every((line) => line.warning === undefined);
}

/**
 * The quantities that the buyer wants on one date: those of the standing order, or those that
 * were set for that date. For a skipped date they are those of the standing order.
 */
export function quantitiesOn(date: Schema<'UpcomingDate'>, lines: readonly Schema<'StandingOrderLine'>[]): Record<string, number> {
	const asked = (id: string): number | undefined => {
		const line = date.lines.find(({ product_id }) => product_id === id);
		return line && (line.wanted ?? line.quantity);
	};
	return Object.fromEntries(
		lines.map(({ product_id, quantity, per_guest }) => {
			// A per-guest line is given in units there, not per guest.
			if (!date.changed || per_guest) return [product_id, quantity];
			return [product_id, asked(product_id) ?? (date.lines.length > 0 ? 0 : quantity)];
		})
	);
}

/** Only the quantities that differ are sent, so that later changes of the standing order apply to the others. */
export function overridesOf(
	quantities: Readonly<Record<string, number>>,
	lines: readonly Schema<'StandingOrderLine'>[]
): Schema<'OverrideLine'>[] {
	return lines
		.filter(({ product_id, quantity }) => (quantities[product_id] ?? quantity) !== quantity)
		.map(({ product_id }) => ({ product_id, quantity: quantities[product_id] ?? 0 }));
}
