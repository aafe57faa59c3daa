# Pagos con tarjeta.

checkout-title = Factura { $invoice } · { $seller }

## Errores, por su código

error-allocated_twice = Esta factura está indicada dos veces.
error-amounts_differ = El movimiento y el cobro no tienen el mismo monto.
error-card_amount_differs = Con la tarjeta se pagó otro monto que el pedido.
error-card_event_unclear = Stripe avisó algo que no se entiende. Mírelo en el panel de Stripe.
error-card_money_taken_back = Stripe devolvió dinero a una tarjeta y el comprador no tiene saldo a favor que lo explique. Cuando lo tenga, intente de nuevo este trabajo.
error-card_payment_under_way = Ya hay un pago con tarjeta en curso por otro monto. Espere a que termine o pague por transferencia.
error-line_taken = Otra persona ya identificó este movimiento.
error-line_undecided = Este movimiento puede ser otro repetido: decida eso primero.
error-no_possible_duplicate = Este movimiento no se parece a ninguno: no hay nada que decidir.
error-more_than_paid_by_card = El abono más el costo supera lo que los compradores pagaron con tarjeta y aún no llega al banco.
error-more_than_received = De este pago no queda tanto por asignar.
error-negative_amount = El monto debe ser cero o más.
error-no_card_payments = Aquí no se paga con tarjeta: pague por transferencia.
error-not_of_buyer = Este comprador no tiene esa factura.
error-not_positive = El monto debe ser mayor que cero.
error-not_received = Este movimiento es dinero que salió: no es el pago de un comprador.
error-not_utf8 = Stripe avisó algo que no es texto en UTF-8.
error-nothing_open = De este documento ya no queda nada por pagar.
error-other_currency = El monto está en otra moneda.
error-paid_by_card = Este cobro fue con tarjeta: su dinero llega al banco en un abono de tarjetas. Anote así el movimiento.
error-payment_has_line = Este cobro ya está unido a otro movimiento.
error-received_in_future = Un pago no puede tener una fecha futura.
error-statement_invalid = Algunas filas no se pueden leer; no se importó nada.
error-statement_unreadable = No pudimos leer el archivo: debe ser CSV en UTF-8, con la misma cantidad de columnas en cada fila.
error-line_not_matched = Este movimiento no está identificado.
error-shown_by_another_line = Otro movimiento ya corresponde a esto.
error-balances_do_not_add_up = Los saldos no cuadran con los montos: falta una fila o un monto está mal.
error-not_sent = Este movimiento es dinero que entró, no dinero que salió.
error-advance_match_kept = Este movimiento es un anticipo a un taller: anule el anticipo.
error-bank_line_name_incomplete = Diga qué devolución o qué pago muestra o deshace este movimiento.
error-payment_without_line = Ningún movimiento del banco muestra este cobro todavía: enlace primero el que lo muestra.
error-payment_reversed = Este cobro está reversado.
error-payment_refunded = Una parte de este cobro se devolvió o se va a devolver. Anule primero la devolución.
error-refund_settled = Esta devolución ya se pagó o se anuló.
error-refund_by_card = Esta devolución va a la tarjeta y la hace Stripe: no se anula, y no tiene un movimiento propio en el banco.
error-no_card_of_payment = Esto no se pagó con tarjeta en la página de pago: devuélvalo por transferencia.
error-balance_in_future = El saldo no puede ser de una fecha que aún no llega.
