/** Words on and around the charts. */
export const charts = {
	before: 'lo que traía de la temporada',
	thisCycle: 'lo que suma este ciclo',
	level: 'nivel justo',
	own: 'su unidad productiva',
	served: 'con taller que lo hace',
	missing: 'sin taller',
	notServed: (lots: number) => (lots === 1 ? 'Falta 1 tanda' : `Faltan ${lots} tandas`)
};
