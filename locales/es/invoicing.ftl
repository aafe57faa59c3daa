# Facturas y notas de crédito en papel, como se usan en Chile.

document-title =
    { $kind ->
        [credit_note] NOTA DE CRÉDITO
        [debit_note] NOTA DE DÉBITO
       *[invoice] FACTURA
    }
document-number = N.º { $number }
document-label =
    .page = página
    .page-numbering = 1 de 1
    .phone = Tel.
    .tax-id = R.U.T.:
    .activity = Giro:
    .buyer = Señor(es):
    .trade-name = Nombre de fantasía:
    .address = Dirección:
    .comuna = Comuna:
    .issued-on = Emisión:
    .due-on = Vencimiento:
    .currency = Moneda:
    .purchase-orders = Orden de compra:
    .reference = Referencia:
    .reason = Motivo:
    .code = Código
    .description = Descripción
    .quantity = Cantidad
    .unit-price = Precio unitario
    .discount = Dscto.
    .net = Valor
    .net-sum = Monto neto
    .exempt-sum = Monto exento
    .total = TOTAL
    .total-in-favour = TOTAL A SU FAVOR
document-vat = IVA { $rate }
document-other-tax = Impuesto adicional { $code } ({ $rate })
document-packaging = Embalaje de { $basket }
document-reference =
    { $kind ->
        [debit_note] Nota de débito
       *[invoice] Factura
    } N.º { $number } del { DATETIME($date) }
document-correction-cause =
    { $cause ->
        [price] precio
        [discount] descuento
        [late_interest] intereses y comisión por pago atrasado (Ley 21.131)
       *[goods] mercadería
    }
document-credit-reason =
    { $reason ->
        [annul] 1 · Anula documento de referencia
        [text] 2 · Corrige texto documento de referencia
       *[amounts] 3 · Corrige montos
    }
document-how-to-pay = Pague por transferencia a más tardar el { DATETIME($due) } y escriba en el mensaje el número { $name }: así reconocemos su pago sin demora.
document-account = Cuenta: { $bank } N.º { $account }, a nombre de { $holder }, RUT { $tax_id }.

## Errores, por su código

error-credit_exceeds = De esta línea no quedan tantas unidades por acreditar.
error-credit_too_much = De esta línea no queda tanto por acreditar.
error-not_debitable = Solo se puede subir una factura emitida que no esté acreditada por completo.
error-debit_lines = Revise las líneas: al corregir precios se indica cada línea una vez; los intereses son un solo monto.
error-interest_too_much = La ley no da tanto interés ni comisión por esta factura hasta hoy, descontado lo que ya se cobró.
error-rate_of_day_exists = Ya hay una tasa anotada para ese día. Si la nueva la reemplaza, márquelo.
error-amount_invalid = El monto debe ser mayor que cero y en la moneda de la cooperativa.
error-written_off = Lo que quedaba de esta factura se dio por perdido: ya no se corrige, solo se puede pagar.
error-nothing_to_write_off = De este documento no queda nada por cobrar.
error-write_off_requested = Ya hay un pedido que espera a otra persona.
error-write_off_decided = Este pedido ya se aprobó o se anuló.
error-write_off_same_person = Quien lo pidió no puede aprobarlo: debe hacerlo otra persona de finanzas.
error-write_off_amount_changed = Lo que queda por cobrar cambió: anule este pedido y haga otro.
error-credit_lines = Revise las líneas: se indican solo cuando se corrigen montos, una vez cada una.
error-more_than_open = De esta factura queda por pagar menos que ese monto.
error-not_confirmed = Solo se factura lo que llegó al comprador.
error-not_creditable = Solo una factura emitida se puede corregir con una nota de crédito.
error-not_payable = Solo se puede pagar una factura emitida.
error-nothing_left = Esta factura ya está acreditada por completo.
error-until_in_future = Solo se puede facturar lo entregado hasta hoy.
