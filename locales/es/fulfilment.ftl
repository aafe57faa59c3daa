## Recepción

receipt-nothing-came = No llegó nada.
receipt-not-brought = No llegó antes de preparar los despachos.

## Errores, por su código

error-batch_of_other_quota = Este lote se hizo para otro encargo.
error-delivery_ended = Este despacho ya terminó de otra manera.
error-disposal_not_reversible = Esta salida no se puede anular: ya está anulada o es de un despacho perdido.
error-disposal_unexplained = Escriba a quién se regala o por qué se da de baja.
error-expired_batch = Este lote ya estará vencido ese día.
error-made_in_future = Un lote no puede tener una fecha de elaboración futura.
error-may_not_supply = El taller no puede entregar este producto el día del despacho; revise su certificado, autorización y pausas.
error-missing_alone = Anote las unidades faltantes por separado: sin lote y sin unidades aceptadas.
error-more_than_brought = De este lote no quedan tantas unidades por revisar.
error-line_twice = Esta línea aparece dos veces: indíquela una sola vez.
error-more_than_delivered = Este despacho no lleva tantas unidades de ese lote.
error-not_dispatched = Este despacho todavía no sale de la cooperativa.
error-nothing_received = Indique cuántas unidades acepta o rechaza.
error-over_quota = El encargo no tiene lugar para tantas unidades: rechace lo que sobra como excedente.
error-quota_not_live = Nadie está haciendo este encargo: no fue aceptado o fue retirado.
error-receiving_over = Los despachos de este ciclo ya están preparados: no se recibe más para él.
error-rejection_cause = Las unidades rechazadas necesitan una causa y un motivo; las demás no los llevan.
error-sale_total = Una venta lleva el monto recibido; lo que se regala o se da de baja, no.
error-stock_too_low = No quedan tantas unidades en existencias.
error-goods_left = Parte de este lote ya salió: corrija el resto con una nota de crédito.
error-receipt_cancelled = Esta recepción ya estaba anulada.
error-still_suspended = El certificado sigue suspendido por seguridad: rehabilítelo primero.
error-stock_blocked = Este lote está bloqueado por seguridad: solo se puede dar de baja.
