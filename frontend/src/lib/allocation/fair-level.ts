import { maximumFlow, type Arc } from './max-flow.ts';

/** A run's input as it is published: money in minor units, quantities in lots. */
export interface Instance {
	readonly members: readonly { readonly id: string; readonly target_share: number; readonly capacity_value?: number }[];
	readonly products: readonly {
		readonly id: string;
		readonly lot_size: number;
		readonly unit_value: number;
		readonly demand_lots: number;
	}[];
	readonly eligibility: readonly { readonly member: string; readonly product: string; readonly capacity_lots: number }[];
	readonly history?: Readonly<Record<string, number>>;
	readonly pins?: readonly { readonly member: string; readonly product: string; readonly lots: number }[];
}

interface WorkshopNode {
	readonly id: string;
	readonly weight: number;
	/** Value before the remaining demand is split. */
	readonly start: number;
	/** Value that it can still receive. */
	readonly room: number;
}

interface Subproblem {
	readonly workshops: readonly WorkshopNode[];
	readonly supply: ReadonlyMap<string, number>;
	readonly ways: readonly { readonly workshop: string; readonly product: string; readonly value: number }[];
}

/**
 * The ratio that each workshop reaches in the fairest split, were lots divisible: the lexicographically
 * max-min one. Computed in the browser, so that a member can check the server's result. Workshops are
 * raised to one common level; where it cannot be reached, the minimum cut separates those that stay below
 * it from the others, and each side is solved separately.
 */
export function fairRatios(instance: Instance): Map<string, number> {
	const found = new Map<string, number>();
	settle(wholeOf(instance), found);
	return found;
}

function wholeOf(instance: Instance): Subproblem {
	const value = new Map(instance.products.map((product) => [product.id, product.lot_size * product.unit_value]));
	const supply = new Map(instance.products.map((product) => [product.id, product.demand_lots * (value.get(product.id) ?? 0)]));
	const pinned = new Map<string, number>();
	const fixed = new Set<string>();
	for (const pin of instance.pins ?? []) {
		const worth = pin.lots * (value.get(pin.product) ?? 0);
		pinned.set(pin.member, (pinned.get(pin.member) ?? 0) + worth);
		supply.set(pin.product, Math.max(0, (supply.get(pin.product) ?? 0) - worth));
		fixed.add(JSON.stringify([pin.member, pin.product]));
	}
	const workshops = instance.members.map(({ id, target_share, capacity_value }) => {
		const taken = pinned.get(id) ?? 0;
		const room = capacity_value === undefined ? Number.POSITIVE_INFINITY : Math.max(0, capacity_value - taken);
		return { id, weight: target_share, start: (instance.history?.[id] ?? 0) + taken, room };
	});
	const ways = instance.eligibility
		.filter((way) => !fixed.has(JSON.stringify([way.member, way.product])))
		.map((way) => ({ workshop: way.member, product: way.product, value: way.capacity_lots * (value.get(way.product) ?? 0) }));
	return { workshops, supply, ways };
}

function settle(part: Subproblem, found: Map<string, number>): void {
	if (part.workshops.length === 0) return;
	const most = flowTo(part, (workshop) => workshop.room);
	const height = heightFor(part.workshops, most.value);
	const given = (workshop: WorkshopNode): number => Math.min(workshop.room, Math.max(0, height * workshop.weight - workshop.start));
	const flow = flowTo(part, given);
	const above = part.workshops.filter((workshop) => flow.reached.has(`u${workshop.id}`));
	const confirmed = most.value - flow.value <= 1e-9 * Math.max(1, most.value);
	if (confirmed || above.length === 0 || above.length === part.workshops.length) {
		for (const workshop of part.workshops) found.set(workshop.id, (workshop.start + given(workshop)) / workshop.weight);
		return;
	}
	const isAbove = new Set(above.map((workshop) => workshop.id));
	const high = new Set([...part.supply.keys()].filter((product) => flow.reached.has(`p${product}`)));
	// From the products of the higher side everything flows that can reach the lower one.
	const crossing = part.ways.filter((way) => high.has(way.product) && !isAbove.has(way.workshop));
	const given_away = sums(crossing.map((way) => [way.product, way.value]));
	const received = sums(crossing.map((way) => [way.workshop, way.value]));
	settle(
		{
			workshops: above,
			supply: new Map([...high].map((product) => [product, Math.max(0, (part.supply.get(product) ?? 0) - (given_away.get(product) ?? 0))])),
			ways: part.ways.filter((way) => high.has(way.product) && isAbove.has(way.workshop))
		},
		found
	);
	settle(
		{
			workshops: part.workshops
				.filter((workshop) => !isAbove.has(workshop.id))
				.map((workshop) => {
					const more = received.get(workshop.id) ?? 0;
					return { ...workshop, start: workshop.start + more, room: Math.max(0, workshop.room - more) };
				}),
			supply: new Map([...part.supply].filter(([product]) => !high.has(product))),
			ways: part.ways.filter((way) => !high.has(way.product) && !isAbove.has(way.workshop))
		},
		found
	);
}

function sums(rows: readonly (readonly [string, number])[]): Map<string, number> {
	const total = new Map<string, number>();
	for (const [key, value] of rows) total.set(key, (total.get(key) ?? 0) + value);
	return total;
}

function flowTo(part: Subproblem, limit: (workshop: WorkshopNode) => number): { value: number; reached: Set<string> } {
	const arcs: Arc[] = [
		...[...part.supply].map(([product, value]) => ({ from: 'source', to: `p${product}`, room: value })),
		...part.ways
			.filter((way) => part.supply.has(way.product))
			.map((way) => ({ from: `p${way.product}`, to: `u${way.workshop}`, room: way.value })),
		...part.workshops.map((workshop) => ({ from: `u${workshop.id}`, to: 'sink', room: limit(workshop) }))
	];
	return maximumFlow(arcs, 'source', 'sink');
}

/** The level at which the workshops take `value` in total, each between its start and its room. */
function heightFor(workshops: readonly WorkshopNode[], value: number): number {
	// Between two neighbouring breakpoints the total grows linearly.
	const bends = workshops.flatMap((workshop) => [workshop.start / workshop.weight, (workshop.start + workshop.room) / workshop.weight]);
	const heights = [...new Set(bends.filter(Number.isFinite))].sort((a, b) => a - b);
	const taken = (height: number): number =>
		workshops.reduce((sum, workshop) => sum + Math.min(workshop.room, Math.max(0, height * workshop.weight - workshop.start)), 0);
	let below = heights[0] ?? 0;
	for (const height of heights) {
		if (taken(height) > value) break;
		below = height;
	}
	const rising = workshops.filter(
		(workshop) => workshop.start / workshop.weight <= below && (workshop.start + workshop.room) / workshop.weight > below
	);
	const weight = rising.reduce((sum, workshop) => sum + workshop.weight, 0);
	return weight > 0 ? below + (value - taken(below)) / weight : below;
}
