export const texts = {
	jobs: 'Tareas automáticas',
	jobsLead:
		'Lo que sigue solo a lo que hacen las personas. Lo que falló varias veces espera aquí: revise la causa y déle otra oportunidad.',
	job: 'Tarea',
	since: (when: string) => `desde el ${when}`,
	dueAt: 'Cuándo',
	attempts: 'Intentos',
	lastError: 'Qué falló',
	jobsNone: { dead: 'Nada ha fallado', due: 'Nada espera turno', waiting: 'Nada espera su hora' },
	jobsNoneDetail: 'Las tareas terminadas no se muestran.',
	retryJob: 'Intentar de nuevo',
	jobRetried: 'La tarea parte otra vez.',
	jobKinds: {
		'cycles.prepare': 'preparar los próximos ciclos',
		'cycles.open': 'abrir un ciclo',
		'cycles.close': 'cerrar un ciclo',
		'orders.materialise': 'hacer los pedidos permanentes',
		'allocation.run': 'repartir un ciclo',
		'allocation.rerun': 'repartir de nuevo un ciclo',
		'allocation.expire': 'cerrar el plazo de los encargos',
		'invoicing.issue_invoice': 'emitir una factura',
		'invoicing.render_invoice': 'hacer el PDF de un documento',
		'invoicing.invoice_month': 'facturar el mes',
		'invoicing.mark_overdue': 'marcar facturas vencidas',
		'settlement.render_statement': 'hacer el PDF de una liquidación',
		'notifications.send_message': 'enviar un correo',
		'search.refresh_index': 'poner al día el buscador'
	}
};
