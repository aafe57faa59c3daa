/** The names of the values of enumerations other than states; the keys are those of the API. */
export const kinds = {
	organisation: { cooperative: 'cooperativa', producer: 'productor', buyer: 'comprador' },
	role: {
		admin: 'administración',
		staff: 'trabajo diario',
		viewer: 'solo mirar',
		quality: 'calidad',
		finance: 'finanzas'
	},
	tax_status: { issues_documents: 'emite documentos', exempt: 'exento de IVA', none: 'sin inicio de actividades' },
	bank_account: { checking: 'cuenta corriente', sight: 'cuenta vista', savings: 'cuenta de ahorro' },
	invoicing_terms: { per_delivery: 'una factura por entrega', monthly: 'una factura al mes' },
	net_unit: { g: 'g', ml: 'ml', unit: 'un.' },
	storage: { ambient: 'lugar fresco y seco', chilled: 'refrigerado, 0–5 °C', frozen: 'congelado, −18 °C' },
	price_source: { list: 'lista de precios', agreed: 'precio acordado' },
	arrival_source: { api: 'ingresada', csv: 'de un archivo' },
	bound_by: {
		level: 'llegó al nivel justo',
		product_capacity: 'no alcanza su capacidad',
		workshop_limit: 'llegó a su tope de la semana',
		certificate: 'sin certificado vigente',
		authorisation: 'sin autorización sanitaria vigente',
		harvest: 'fuera de cosecha',
		pause: 'en pausa',
		minimum_batch: 'no alcanza el lote mínimo',
		pin: 'cantidad fijada por la cooperativa',
		no_demand: 'nadie pidió lo que hace'
	},
	unmet_reason: {
		capacity: 'no alcanza la capacidad',
		minimum_batch: 'no alcanza el lote mínimo',
		rounding: 'no caben tandas enteras en los topes',
		pin: 'cantidad fijada por la cooperativa',
		no_maker: 'ningún taller puede hacerlo'
	},
	carried: {
		published: 'encargo publicado',
		accepted: 'producto aceptado',
		declined: 'encargo rechazado',
		expired: 'encargo sin respuesta',
		rejected: 'producto rechazado por calidad',
		released: 'encargo que ya no cuenta',
		credit: 'crédito de quien llega'
	},
	rejection: {
		quality: 'no cumple el protocolo',
		damaged: 'dañado',
		surplus: 'más que el encargo',
		missing: 'no llegó'
	},
	shortage: {
		not_allocated: 'nadie pudo hacerlo',
		declined: 'el taller no pudo y nadie más tampoco',
		rejected: 'no pasó la recepción',
		not_delivered: 'no se despachó',
		suspended: 'certificado suspendido',
		lost: 'se perdió en el camino',
		refused: 'no se aceptó en el lugar de entrega',
		returned: 'no se pudo entregar y volvió a la cooperativa',
		relieved: 'al final sí alcanza: se anuló otro pedido'
	},
	quota_change: {
		amended: 'el taller hace una parte',
		declined: 'el taller no lo hace',
		expired: 'no hubo respuesta a tiempo',
		capacity: 'bajó lo que el taller puede hacer por semana',
		order_cancelled: 'se anuló un pedido después del cierre',
		certificate: 'el certificado dejó de estar vigente',
		authorisation: 'la autorización sanitaria dejó de estar vigente',
		harvest: 'fuera de cosecha',
		pause: 'el taller está en pausa'
	},
	invoice: { invoice: 'factura', credit_note: 'nota de crédito' },
	payment_method: { transfer: 'transferencia', card: 'tarjeta' },
	card_failure: {
		no_answer: 'Stripe no contestó',
		refused: 'Stripe rechazó el cobro',
		key_refused: 'Stripe no acepta la clave de esta instalación'
	},
	statement_line: {
		share: 'parte del fondo común',
		sale_vat: 'Impuestos de la venta',
		commission: 'comisión',
		commission_vat: 'IVA de la comisión',
		carried: 'saldo anterior'
	},
	account: {
		receivable: 'por cobrar',
		bank: 'banco',
		sales_clearing: 'ventas por repartir',
		vat: 'IVA',
		producer_payable: 'por pagar a productores',
		producer_pending: 'ganado, aún no pagado por el comprador',
		commission: 'comisión',
		commission_vat: 'IVA de la comisión',
		unallocated: 'pagos por asignar',
		payout_clearing: 'pagos en camino',
		card_clearing: 'tarjetas por abonar',
		card_fees: 'costo de las tarjetas',
		stock: 'existencias de la cooperativa',
		cash: 'efectivo',
		stock_sales: 'ventas de existencias',
		stock_tax: 'impuestos de las ventas de existencias',
		stock_cost: 'costo de las existencias vendidas',
		stock_losses: 'pérdidas de existencias',
		stock_given: 'existencias regaladas',
		rounding: 'redondeo'
	},
	entry: {
		invoice_issued: 'factura emitida',
		credit_note_issued: 'nota de crédito emitida',
		payment_received: 'pago recibido',
		payment_applied: 'pago asignado',
		payment_released: 'pago liberado',
		pool_closed: 'fondo común cerrado',
		earnings_payable: 'ganancia por pagar',
		payout_sent: 'pago enviado',
		payout_confirmed: 'pago confirmado',
		payout_failed: 'pago devuelto',
		card_settled: 'abono de tarjetas',
		stock_received: 'existencias recibidas',
		stock_disposed: 'salida de existencias',
		stock_disposal_reversed: 'salida de existencias anulada'
	},
	bank_file: { pain001: 'ISO 20022 (pain.001)', nomina_bci: 'nómina del BCI' }
};
