/** The names of states; the keys are those of the API. */
export const states = {
	certificate: { active: 'vigente', suspended: 'suspendido', withdrawn: 'retirado', expired: 'vencido' },
	cycle: {
		draft: 'en preparación',
		open: 'abierto',
		closed: 'cerrado',
		allocated: 'repartido',
		published: 'publicado',
		delivering: 'en despacho',
		delivered: 'entregado'
	},
	delivery: {
		prepared: 'preparado',
		dispatched: 'en camino',
		confirmed: 'recibido',
		lost: 'perdido',
		refused: 'rechazado',
		returned: 'devuelto'
	},
	job: { dead: 'falló', due: 'espera turno', waiting: 'espera su hora' },
	message: { queued: 'por salir', sent: 'enviado', refused: 'rechazado' },
	bank_line: { unmatched: 'por identificar', matched: 'identificado', possible_duplicate: 'por decidir', duplicate: 'repetido' },
	refund: { requested: 'por transferir', paid: 'pagada', cancelled: 'anulada' },
	card_payment: {
		requested: 'abriendo la página',
		open: 'página abierta',
		paid: 'pagado',
		expired: 'sin pago',
		failed: 'no se pudo'
	},
	standing_order: { active: 'activo', paused: 'en pausa', ended: 'terminado' },
	occurrence: {
		due: 'por venir',
		placed: 'pedida',
		reduced: 'rebajada',
		skipped: 'saltada',
		blocked: 'bloqueada'
	},
	order: {
		draft: 'borrador',
		awaiting_approval: 'espera aprobación',
		placed: 'pedido',
		in_delivery: 'en despacho',
		delivered: 'entregado',
		undelivered: 'no llegó',
		cancelled: 'anulado'
	},
	quota: {
		proposed: 'propuesto',
		published: 'por responder',
		accepted: 'aceptado',
		amended: 'rebajado',
		declined: 'rechazado',
		expired: 'sin respuesta',
		frozen: 'firme',
		withdrawn: 'retirado',
		fulfilled: 'cumplido',
		unfulfilled: 'no se cumplió entero'
	},
	invoice: {
		draft: 'borrador',
		issued: 'emitida',
		partly_paid: 'pagada en parte',
		paid: 'pagada',
		overdue: 'vencida',
		credited: 'con nota de crédito',
		written_off: 'dada por perdida'
	},
	write_off: { requested: 'por aprobar', approved: 'aprobada', cancelled: 'no aprobada' },
	pool: { open: 'abierto', closed: 'cerrado', settled: 'liquidado' },
	statement: { draft: 'borrador', issued: 'emitida' },
	payout: {
		prepared: 'preparado',
		approved: 'aprobado',
		exported: 'enviado al banco',
		confirmed: 'confirmado',
		failed: 'no realizado',
		returned: 'devuelto',
		cancelled: 'anulado'
	},
	application: {
		submitted: 'recibida',
		in_review: 'en revisión',
		more_asked: 'faltan datos',
		approved: 'aprobada',
		refused: 'rechazada',
		withdrawn: 'retirada'
	}
};
