# Liquidaciones en papel y descripciones de los asientos.

statement-title = Liquidación N.º { $number }
statement-file-name = liquidacion-{ $number }.pdf
statement-spreadsheet-name = liquidacion-{ $number }.xlsx
statement-part = Van { $stated } de { $earned }; faltan { $missing } que aún no pagan los compradores.
statement-remainder = Faltaban { $part } de { $earned }.
statement-correction = Corrige lo ya liquidado: { $part }. De esta entrega le corresponden { $earned }.
statement-fault = Se descontaron { $net } netos por una falla de calidad: { $units } unidades del lote { $batch } ({ $note }: { $reason }).
statement-fault-reversed = Ya no se descuentan { $net } netos del lote { $batch } ({ $note }): { $reason }.
statement-period = Del { DATETIME($from) } al { DATETIME($until) }
statement-concept =
    { $kind ->
        [share] Venta neta
        [sale_vat] IVA de la venta
        [sale_additional_tax] Impuesto adicional de la venta
        [commission] Comisión de la cooperativa
        [commission_vat] IVA de la comisión
        [advance] Anticipo
        [deduction] Descuento
       *[carried] Saldo anterior
    }
statement-adjustment =
    { $kind ->
        [advance] Anticipo del { DATETIME($date) }: { $reason }
        [deduction] Descuento: { $reason }
       *[reversal] Se anula el { DATETIME($date) }: { $reason }
    }
statement-label =
    .tax-id = RUT
    .description = Producto y ciclo
    .concept = Concepto
    .sale = Venta neta
    .vat = IVA
    .additional-tax = Imp. adicional
    .commission = Comisión e IVA
    .units = Unidades
    .amount = Monto
statement-sheet =
    .facts = Datos
    .fairness = Reparto
    .notes = Notas
    .cooperative = Cooperativa
    .workshop = Taller
    .producer = Titular
    .from = Desde
    .until = Hasta
    .total = Total a pagar
    .explanation = Cómo se lee
statement-fairness = El reparto de estas entregas, a valor de las tandas
statement-fairness-label =
    .delivery = Entrega
    .offered = Ofrecido
    .target = Lo justo
    .allocated = Encargado
    .accepted = Aceptado
    .share-agreed = Participación
    .share-accepted = Parte aceptada
statement-total = Total a pagar: { $total }
statement-explanation = Cada línea viene del fondo común de un producto en un ciclo: lo que pagaron los compradores se reparte entre quienes lo hicieron según las unidades aceptadas. La cooperativa muestra el detalle de cada fondo a sus socias y socios.

## Descripciones de los asientos

entry-invoice-issued = Factura { $name }
entry-debt-written-off = Pérdida: lo abierto de { $invoice }, por acuerdo
entry-debt-recovered = Recuperado de { $invoice }, que se había dado por perdido
entry-debit-note-issued = Nota de débito { $name }
entry-credit-note-issued = Nota de crédito { $name }
entry-payment-received = Pago de { $buyer }
entry-payment-allocated = Pago aplicado a { $invoice }
entry-payment-released = Liberado de { $invoice }, a favor del comprador
entry-payment-reversed = Reverso del pago de { $buyer }
entry-refund-requested = Devolución a { $buyer }
entry-refund-cancelled = Devolución anulada
entry-card-refunded = Devolución a una tarjeta
entry-card-refund-reversed = Devolución a una tarjeta que no se hizo
entry-refund-paid = Devolución transferida
entry-bank-fee = Cargo del banco
entry-bank-interest = Intereses del banco
entry-cash-deposit = Depósito de efectivo en el banco
entry-own-transfer = Traspaso entre cuentas propias
entry-bank-line-undone = Reverso: { $name }
entry-bank-opened = Saldo inicial del banco
entry-cards-settled-reversed = Reverso de un abono de tarjetas
entry-cards-settled = Abono de pagos con tarjeta
entry-pool-closed = Fondo común { $product }, { $cycle }
entry-earnings-payable = Ventas pagadas por compradores
entry-earnings-carried = Ganancias por pagar al cierre del fondo; la cooperativa espera a los compradores
entry-pool-corrected = Corrección de un fondo común
entry-stock-received = La cooperativa recibe { $product } en existencias
entry-stock-disposed =
    Existencias de { $product }: { $kind ->
        [sold] venta
        [given_away] regalo
        [written_off] baja
        [not_received] no había llegado
       *[lost] pérdida
    }
entry-stock-disposal-reversed = Existencias de { $product }: se anula una salida
entry-advance-paid = Anticipo a { $workshop }
entry-deduction-recorded = Descuento a { $workshop }
entry-adjustment-stated = Anticipo o descuento de { $workshop } en su liquidación
entry-adjustment-reversed = Reverso de un anticipo o descuento de { $workshop }
entry-payout-sent = Pago a { $workshop } enviado
entry-payout-confirmed = Pago a { $workshop } confirmado
entry-payout-failed = Pago a { $workshop } no realizado por el banco
entry-payout-returned = Pago a { $workshop } devuelto por el banco
entry-payout-confirmation-undone = Pago a { $workshop } confirmado por error: el movimiento del banco era otro
entry-payout-return-undone = Devolución del pago a { $workshop } registrada por error: el movimiento del banco era otro
payout-returned-reason = La cartola muestra la devolución.

## Errores, por su código

error-account_changed_by_approver = Usted ingresó la cuenta de { $workshop }: debe aprobar otra persona.
error-account_changed_since = La cuenta de { $workshop } cambió después de preparar el pago: anúlelo y prepare otro.
error-account_unconfirmed = La cuenta de { $workshop } es nueva desde el { $entered_on }: una segunda persona debe confirmarla con el taller.
error-fault_reversed = Esta falla ya se anuló.
error-adjustment_reversed = Esto ya se anuló, o es él mismo una anulación.
error-advance_out_of_span = Un anticipo lleva fecha entre el { $first } y el { $today }.
error-commission_rate_of_day_exists = Ya hay una comisión de ese taller y esa familia desde { $valid_from }. Si la nueva la reemplaza, márquelo.
error-commission_rate_of_all = Diga un taller, una familia o ambos: la comisión general va en el acuerdo mismo.
error-rate_before_decision = El acuerdo rige desde el { $effective_from }: la comisión no puede regir antes.
error-batch_cancelled = Este pago se anuló: sus liquidaciones van en otro.
error-batch_exported = El archivo ya salió al banco: diga de cada pago qué pasó con él.
error-confirmed_before_export = El banco no puede haber pagado antes del { $exported_on }, cuando salió el archivo.
error-confirmed_in_future = El banco no puede haber mostrado un pago en una fecha futura.
error-not_approved = Otra persona debe aprobar los pagos antes de enviarlos al banco.
error-not_exported = Este pago todavía no sale en un archivo del banco.
error-nothing_to_pay = No hay liquidaciones emitidas por pagar de talleres con cuenta bancaria.
error-payout_account_missing = Diga primero desde qué cuenta se paga.
error-payout_confirmed = La cartola muestra este pago: sí se hizo. Si el banco lo devolvió, anote la devolución.
error-payout_failed = El banco no hizo este pago: su liquidación se paga con otro.
error-payout_not_confirmed = La cartola todavía no muestra este pago: no puede haber sido devuelto.
error-statement_paid_again = La liquidación de este pago ya va en otro: la devolución no se puede deshacer.
error-payout_returned = El banco devolvió este pago: su liquidación se paga con otro.
error-pool_without_makers = De este producto no se aceptó nada en el ciclo: nadie puede repartirse su valor.
error-returned_on_impossible = El banco solo puede haberlo devuelto entre el { $confirmed_on } y el { $today }.
error-same_person = Quien preparó los pagos no puede aprobarlos: pida a otra persona.
error-payout_amount_differs = El pago al taller es de otro monto que este movimiento.
