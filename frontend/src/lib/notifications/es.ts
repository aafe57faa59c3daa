export const texts = {
	messages: 'Correos',
	messagesLead: 'Lo que Minga avisó a cada persona. Un correo rechazado suele ser una dirección mal escrita: corríjala en Personas.',
	messagesNone: 'Aquí no hay correos',
	messagesNoneDetail: 'Se escriben solos: cuando hay encargos, despachos, facturas, liquidaciones o pagos.',
	reader: 'Para quién',
	about: 'De qué',
	messageKinds: {
		quotas_published: 'encargos por responder',
		quotas_expired: 'encargos sin respuesta',
		quotas_withdrawn: 'encargos retirados',
		quotas_reduced: 'encargos que bajan',
		occurrence_decided: 'pedido permanente incompleto',
		shortage_recorded: 'faltante en un pedido',
		order_warning: 'aviso sobre un pedido',
		recall_opened: 'retiro por seguridad',
		recall_lifted: 'retiro levantado',
		delivery_dispatched: 'despacho en camino',
		document_filed: 'factura o nota de crédito',
		invoice_overdue: 'factura vencida',
		statement_filed: 'liquidación',
		payout_confirmed: 'pago confirmado',
		earnings_corrected: 'cambio en lo ganado',
		payout_failed: 'pago que no llegó',
		bank_account_changed: 'cambio de cuenta bancaria'
	}
};
