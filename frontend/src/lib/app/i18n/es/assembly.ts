/** What the assembly decided, as the cooperative and its producers read it. */
export const assembly = {
	title: 'Acuerdos',
	lead: 'Lo que decidió la asamblea, con fecha. Las reglas del reparto y la comisión salen de aquí.',
	none: 'Todavía no hay acuerdos anotados',
	noneDetail: 'Mientras tanto rigen los valores de arriba.',
	minutes: 'Número del acta',
	decided: 'Qué se acordó',
	decidedOn: 'Asamblea del',
	effectiveFrom: 'Rige desde',
	sets: 'Qué fija',
	inForce: 'Lo que rige hoy',
	commission: 'Comisión',
	commissionVat: 'IVA de la comisión',
	respondHours: 'Horas para responder una cuota',
	declinedCounts: 'Lo rechazado cuenta como recibido',
	publishInstance: 'Se publica el reparto con nombres supuestos',
	open: 'Acuerdos de la asamblea'
};
