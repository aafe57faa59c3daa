/** What the tax office's additional taxes are taken on, by their codes. */
const taxed: Record<string, string> = { 24: 'licores', 25: 'vinos', 26: 'cervezas y sidras', 27: 'bebidas', 271: 'bebidas azucaradas' };

/** Texts of several slices. */
export const common = {
	save: 'Guardar',
	cancel: 'Cancelar',
	close: 'Cerrar',
	back: 'Volver',
	next: 'Siguiente',
	previous: 'Anterior',
	retry: 'Intentar de nuevo',
	reload: 'Volver a cargar',
	search: 'Buscar',
	send: 'Enviar',
	sending: 'Enviando…',
	loading: 'Cargando…',
	optional: 'opcional',
	all: 'Todos',
	more: 'Ver más',
	total: 'Total',
	net: 'Neto',
	vat: 'IVA',
	additionalTax: (code: string) => `Impuesto adicional${taxed[code] ? ` a ${taxed[code]}` : ` ${code}`}`,
	yes: 'Sí',
	no: 'No',
	download: 'Descargar',
	units: (n: number) => (n === 1 ? '1 unidad' : `${n} unidades`),
	lots: (n: number) => (n === 1 ? '1 tanda' : `${n} tandas`),
	pages: 'Páginas de la lista',
	first: 'Volver al comienzo',
	required: 'Falta completar este dato.',
	skipToContent: 'Ir al contenido',
	goHome: 'Ir al inicio',
	less: 'Menos',
	plus: 'Más',
	clear: 'Borrar',
	saved: 'Guardado.'
};
