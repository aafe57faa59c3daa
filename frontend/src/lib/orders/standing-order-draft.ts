import type { Schema } from '#lib/app/api/types.ts';
import { parseRule, writeRule, type Weekday } from './recurrence-rule.ts';
import type { RequestedLine } from './order-totals.ts';

/** A standing order while it is written. */
export interface StandingDraft {
	readonly name: string;
	readonly delivery_point_id: string;
	readonly interval: number;
	readonly days: readonly Weekday[];
	/** A rule that the editor cannot say, kept until days are chosen. */
	readonly otherRule: string;
	readonly starts_on: string;
	readonly ends_on: string;
	readonly lines: readonly RequestedLine[];
}

/** What the API takes; an empty end is no end, and lines without a product or quantity are left out. */
export function toWire(draft: StandingDraft): Schema<'PutStandingOrder'> {
	return {
		name: draft.name.trim(),
		delivery_point_id: draft.delivery_point_id,
		rule: draft.days.length > 0 ? writeRule({ interval: draft.interval, days: draft.days }) : draft.otherRule,
		starts_on: draft.starts_on,
		ends_on: draft.ends_on || undefined,
		lines: sentLines(draft.lines)
	};
}

/** The lines that are sent, in their order. */
export function sentLines(lines: readonly RequestedLine[]): RequestedLine[] {
	return lines.filter(({ product_id, quantity }) => product_id !== '' && quantity > 0);
}

/** A standing order as the editor takes it up. */
export function toDraft({ standing_order: row, lines }: Schema<'StandingOrderDetail'>): StandingDraft {
	const rule = parseRule(row.rule);
	return {
		name: row.name,
		delivery_point_id: row.delivery_point_id,
		interval: rule?.interval ?? 1,
		days: rule?.days ?? [],
		otherRule: rule ? '' : row.rule,
		starts_on: row.starts_on,
		ends_on: row.ends_on ?? '',
		lines: lines.map(({ product_id, quantity, per_guest }) => ({ product_id, quantity, per_guest }))
	};
}

/** Whether a kept draft still has the shape of one. */
export function isStandingDraft(value: unknown): value is StandingDraft {
	if (typeof value !== 'object' || value === null) return false;
	const draft = value as Record<string, unknown>;
	const texts = ['name', 'delivery_point_id', 'otherRule', 'starts_on', 'ends_on'];
	if (!texts.every((key) => typeof draft[key] === 'string')) return false;
	return typeof draft.interval === 'number' && Array.isArray(draft.days) && Array.isArray(draft.lines);
}

/** Why a preview's date does not come whole, and whether that is serious. */
export function isWhole(date: Schema<'UpcomingDate'>): boolean {
	return date.reason === undefined && date.lines.every((line) => line.warning === undefined);
}

/**
 * Quantities that stand for one date, as the buyer wants them: what the standing order says, or what
 * was changed for that date. A date that was skipped begins from the standing order.
 */
export function quantitiesOn(date: Schema<'UpcomingDate'>, lines: readonly Schema<'StandingOrderLine'>[]): Record<string, number> {
	const asked = (id: string): number | undefined => {
		const line = date.lines.find(({ product_id }) => product_id === id);
		return line && (line.wanted ?? line.quantity);
	};
	return Object.fromEntries(
		lines.map(({ product_id, quantity, per_guest }) => {
			// A line by guests is told in units there, which says nothing of the quantity per guest.
			if (!date.changed || per_guest) return [product_id, quantity];
			return [product_id, asked(product_id) ?? (date.lines.length > 0 ? 0 : quantity)];
		})
	);
}

/** What differs from the standing order: only that is sent, so that the rest keeps following it. */
export function overridesOf(
	quantities: Readonly<Record<string, number>>,
	lines: readonly Schema<'StandingOrderLine'>[]
): Schema<'OverrideLine'>[] {
	return lines
		.filter(({ product_id, quantity }) => (quantities[product_id] ?? quantity) !== quantity)
		.map(({ product_id }) => ({ product_id, quantity: quantities[product_id] ?? 0 }));
}
