/** Around forms and lists of every door. */
export const forms = {
	choose: 'Elija…',
	csv: 'Bajar como CSV',
	reason: 'Motivo',
	from: 'Desde',
	until: 'Hasta',
	date: 'Fecha',
	state: 'Estado',
	code: 'Código',
	name: 'Nombre',
	nameEs: 'Nombre en español',
	nameEn: 'Nombre en inglés',
	product: 'Producto',
	unit: 'Taller',
	buyer: 'Comprador',
	quantity: 'Cantidad',
	amount: 'Monto',
	change: 'Cambiar',
	actions: 'Qué hacer',
	none: 'ninguno',
	today: 'hoy'
};
