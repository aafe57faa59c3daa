/** An arc of the network with its capacity. */
export interface Arc {
	readonly from: string;
	readonly to: string;
	readonly room: number;
}

interface Edge {
	readonly to: number;
	readonly back: number;
	room: number;
}

/** Rounding tolerance, relative to the largest capacity. */
const NOISE = 1e-12;

/**
 * The maximum flow from `source` to `sink` (Dinic's algorithm), and the nodes that are
 * reachable in the residual network: they form the minimum cut.
 */
export function maximumFlow(arcs: readonly Arc[], source: string, sink: string): { value: number; reached: Set<string> } {
	const names = [...new Set([source, sink, ...arcs.flatMap((arc) => [arc.from, arc.to])])];
	const at = new Map(names.map((name, index) => [name, index]));
	const graph: Edge[][] = names.map(() => []);
	const widest = Math.max(1, ...arcs.map((arc) => (Number.isFinite(arc.room) ? arc.room : 0)));
	for (const arc of arcs) {
		const from = graph[at.get(arc.from) ?? 0] as Edge[];
		const to = graph[at.get(arc.to) ?? 0] as Edge[];
		from.push({ to: at.get(arc.to) ?? 0, back: to.length, room: arc.room });
		to.push({ to: at.get(arc.from) ?? 0, back: from.length - 1, room: 0 });
	}
	const [start, end] = [at.get(source) ?? 0, at.get(sink) ?? 0];
	const least = widest * NOISE;
	let value = 0;
	for (;;) {
		const layer = layers(graph, start, least);
		if (layer[end] === -1) {
			return { value, reached: new Set(names.filter((_, index) => layer[index] !== -1)) };
		}
		const next = graph.map(() => 0);
		for (let pushed = push(graph, layer, next, start, end, Infinity, least); pushed > 0;) {
			value += pushed;
			pushed = push(graph, layer, next, start, end, Infinity, least);
		}
	}
}

function layers(graph: readonly Edge[][], start: number, least: number): number[] {
	const layer = graph.map(() => -1);
	layer[start] = 0;
	const queue = [start];
	for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
		for (const edge of graph[place] ?? []) {
			if (edge.room <= least || layer[edge.to] !== -1) continue;
			layer[edge.to] = (layer[place] ?? 0) + 1;
			queue.push(edge.to);
		}
	}
	return layer;
}

function push(
	graph: readonly Edge[][],
	layer: readonly number[],
	next: number[],
	place: number,
	end: number,
	most: number,
	least: number
): number {
	if (place === end) return most;
	const edges = graph[place] ?? [];
	for (let index = next[place] ?? 0; index < edges.length; index += 1) {
		next[place] = index;
		const edge = edges[index] as Edge;
		if (edge.room <= least || layer[edge.to] !== (layer[place] ?? 0) + 1) continue;
		const pushed = push(graph, layer, next, edge.to, end, Math.min(most, edge.room), least);
		if (pushed <= 0) continue;
		edge.room -= pushed;
		const back = graph[edge.to]?.[edge.back];
		if (back) back.room += pushed;
		return pushed;
	}
	next[place] = edges.length;
	return 0;
}
