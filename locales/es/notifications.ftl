# Correos. Cada mensaje es un correo: asunto, comienzo, cierre, lo que dice el botón y una nota al pie.

mail-greeting = Hola, { $reader }:
mail-farewell = Un saludo cordial,

## Encargos de los talleres

quotas-published =
    .subject = Sus encargos para el { DATETIME($delivery, dateStyle: "full") }
    .opening = Ya está listo el reparto de la entrega del { DATETIME($delivery, dateStyle: "full") }. A { $workshop } le corresponde hacer:
    .action = Ver y responder mis encargos
quotas-reoffered =
    .subject = Sus encargos para el { DATETIME($delivery, dateStyle: "full") }
    .opening = Otro taller no alcanza a hacer una parte de la entrega del { DATETIME($delivery, dateStyle: "full") }. Por la misma regla del reparto, se la ofrecemos ahora a { $workshop }:
    .action = Ver y responder mis encargos
quotas-respond-by = Le pedimos responder a más tardar el { date-and-time }. Puede aceptar, hacer una parte o decir que no; lo que nadie responda a tiempo se ofrece a los demás talleres.
quotas-response-closed = Estos encargos ya no esperan respuesta: puede verlos con su cuenta.
quotas-link-note = El botón es personal: con él se responde por { $workshop } sin clave, hasta esa hora. No lo reenvíe.
quota-row = { units } ({ lots }) · { $value }

quotas-withdrawn =
    .subject = Retiramos encargos del { DATETIME($delivery, dateStyle: "full") }
    .opening = Tuvimos que retirar estos encargos de la entrega del { DATETIME($delivery, dateStyle: "full") }, porque { $workshop } no puede entregar esos productos ese día: falta un certificado o una autorización vigente, o el taller está en pausa.
    .closing = Si cree que hay un error, hable con la cooperativa lo antes posible.
    .action = Ver mis encargos
quotas-expired =
    .subject = Se cerró el plazo de sus encargos del { DATETIME($delivery, dateStyle: "full") }
    .opening = No recibimos a tiempo la respuesta de { $workshop }, así que estos encargos de la entrega del { DATETIME($delivery, dateStyle: "full") } se ofrecieron a los demás talleres:
    .closing = Si cree que hay un error, hable con la cooperativa lo antes posible.
    .action = Ver mis encargos
quotas-reduced-by-cancellation =
    .subject = Bajan sus encargos del { DATETIME($delivery, dateStyle: "full") }: se anuló un pedido
    .opening = Después del cierre se anuló un pedido de la entrega del { DATETIME($delivery, dateStyle: "full") }. Con la misma regla del reparto, los encargos de { $workshop } quedan así:
    .closing = No cuenta como algo que usted rechazó: lo que dejó de hacer se compensa en los próximos repartos.
    .action = Ver mis encargos
quotas-reduced-by-offer =
    .subject = Bajan sus encargos del { DATETIME($delivery, dateStyle: "full") }: cambió lo que puede hacer
    .opening = Bajó lo que { $workshop } puede hacer por semana. Lo que ya no alcanza a hacer para la entrega del { DATETIME($delivery, dateStyle: "full") } se ofreció a los demás talleres, y sus encargos quedan así:
    .closing = Cuenta igual que si usted hubiera respondido que hace una parte. Si fue un error, hable con la cooperativa lo antes posible.
    .action = Ver mis encargos

## Pedidos de los compradores

occurrence-reduced =
    .subject = «{ $name }» va incompleto el { DATETIME($date, dateStyle: "full") }
    .opening = Hicimos su pedido permanente «{ $name }» para el { DATETIME($date, dateStyle: "full") }, pero no entero:
    .closing = Las fechas que siguen no cambian. Si necesita otra cosa para ese día, puede pedirla aparte.
    .action = Ver mi pedido permanente
occurrence-placed =
    .subject = «{ $name }» sí va el { DATETIME($date, dateStyle: "full") }
    .opening = Su pedido permanente «{ $name }» para el { DATETIME($date, dateStyle: "full") }, que no habíamos podido hacer, ya está hecho.
    .closing = Puede cambiarlo o anularlo hasta el cierre de pedidos.
    .action = Ver mi pedido permanente
occurrence-not-placed =
    .subject = «{ $name }» no va el { DATETIME($date, dateStyle: "full") }
    .opening = No pudimos hacer su pedido permanente «{ $name }» para el { DATETIME($date, dateStyle: "full") }: { occurrence-reason }.
    .closing = { $reason ->
        [credit] Lo intentamos de nuevo cada hora hasta el cierre de pedidos. Pague una factura pendiente o pídanos más crédito, y el pedido se hace solo. Las fechas que siguen no cambian.
        [order_minimum] Agregue productos para esa fecha antes del cierre de pedidos, y el pedido se hace solo. Las fechas que siguen no cambian.
        [delivery_point] Elija otro punto de entrega antes del cierre de pedidos, y el pedido se hace solo.
        [capacity] Lo intentamos de nuevo cada hora hasta el cierre de pedidos. Si necesita otra cosa para ese día, puede pedirla aparte.
        [certificate] Lo intentamos de nuevo cada hora hasta el cierre de pedidos. Si necesita otra cosa para ese día, puede pedirla aparte.
        [no_delivery] Elija otro día de la semana en su pedido permanente, o escríbanos para acordar una entrega.
       *[other] Las fechas que siguen no cambian. Si necesita otra cosa para ese día, puede pedirla aparte.
    }
    .action = Ver mi pedido permanente
occurrence-row = { units } de { $wanted }: { occurrence-reason }
occurrence-reason =
    { $reason ->
        [capacity] no queda capacidad suficiente
        [harvest] está fuera de cosecha
        [certificate] quien lo hace no tiene certificado vigente
        [authorisation] quien lo hace no tiene autorización vigente
        [makers_pause] quien lo hace está en pausa
        [no_maker] por ahora nadie lo hace
        [lead_time] ya no alcanza el tiempo para hacerlo
        [not_sold] ya no está en su lista de precios
        [multiple] ahora se vende en otras cantidades
        [paused] el pedido está en pausa
        [left_out] usted dejó fuera esta fecha
        [no_guests] no llegan huéspedes
        [no_delivery] ningún despacho llega para esa fecha
        [cycle_closed] el ciclo de esa fecha ya había cerrado
        [credit] supera el crédito disponible
        [order_minimum] no llega al pedido mínimo
        [delivery_point] ya no se entrega en ese lugar
       *[cancelled] el pedido se anuló
    }

order-line-cut =
    .subject = No alcanza todo el { $product } para su entrega del { DATETIME($delivery, dateStyle: "full") }
    .opening = Su pedido se ajusta a los huéspedes que llegan, pero de { $product } no alcanza para todos:
    .closing = Lo intentamos de nuevo cada hora hasta el cierre de pedidos. Si prefiere otra cosa, cambie el pedido.
    .action = Ver mi pedido
order-supply-lost =
    .subject = Puede faltar { $product } en su entrega del { DATETIME($delivery, dateStyle: "full") }
    .opening = Un taller que hace { $product } no puede hacerlo ahora. Entre todos los pedidos de la entrega del { DATETIME($delivery, dateStyle: "full") } quedarían sin hacer { $units }. En su pedido tiene:
    .closing = Buscamos otro taller. Si prefiere asegurarse, cambie el pedido antes del cierre; lo que no llegue no se le cobra.
    .action = Ver mi pedido
order-batch-filled =
    .subject = Se juntó la tanda de { $product }
    .opening = Ya hay pedidos suficientes para hacer { $product } para la entrega del { DATETIME($delivery, dateStyle: "full") }. Lo suyo:
    .action = Ver mi pedido
order-batch-unfilled =
    .subject = No se juntó la tanda de { $product }
    .opening = Hasta el cierre de pedidos faltaron { $units } para hacer una tanda de { $product }, así que no llega en la entrega del { DATETIME($delivery, dateStyle: "full") }. Usted pidió:
    .closing = Lo que no llegue no se le cobra.
    .action = Ver mi pedido
order-warning-order = Pedido { $order }
order-warning-row =
    { $units ->
        [one] { $units } unidad
       *[other] { $units } unidades
    }

shortage-recorded =
    .subject = Algo faltará en su entrega del { DATETIME($delivery, dateStyle: "full") }
    .opening = Lamentamos contarle que a su entrega del { DATETIME($delivery, dateStyle: "full") } le faltará lo siguiente. El motivo: { shortage-cause }.
    .closing = Lo que no llegue no se le cobra. Se lo decimos apenas lo supimos, para que alcance a organizarse.
    .action = Ver mi pedido
shortage-relieved =
    .subject = Buenas noticias de su entrega del { DATETIME($delivery, dateStyle: "full") }
    .opening = Se anuló otro pedido, así que parte de lo que le iba a faltar en la entrega del { DATETIME($delivery, dateStyle: "full") } sí llega:
    .action = Ver mi pedido
shortage-corrected =
    .subject = Corrección: sí llega lo de su entrega del { DATETIME($delivery, dateStyle: "full") }
    .opening = Le avisamos que algo le faltaría en la entrega del { DATETIME($delivery, dateStyle: "full") }. Fue un error nuestro al anotar la recepción. Esto sí llega:
    .action = Ver mi pedido
shortage-row =
    { $units ->
        [one] falta { units } de { $ordered } (pedido { $order })
       *[other] faltan { units } de { $ordered } (pedido { $order })
    }
shortage-relieved-row = { units } más (pedido { $order })
shortage-cause =
    { $cause ->
        [not_allocated] entre todos los talleres no alcanzan a hacerlo
        [declined] quien lo haría no puede, y nadie más alcanza
        [rejected] no pasó nuestra revisión al recibirlo
        [not_delivered] no llegó a la cooperativa
        [suspended] quien lo hace no puede entregarlo ese día
        [lost] se perdió en el camino
        [refused] no se aceptó en el lugar de entrega
        [returned] no se pudo entregar y volvió a la cooperativa
        [corrected] fue un error nuestro al anotar la recepción
       *[relieved] se anuló otro pedido
    }

recall-opened =
    .subject = Retiro por seguridad: { $product }
    .opening = Por favor, no use ni sirva estos lotes de { $product } que usted recibió: los retiramos por seguridad. El motivo: { $reason }
    .closing = Guárdelos aparte y avísenos cuántos le quedan: los retiramos y le hacemos una nota de crédito por todos.
    .action = Ver mis despachos
recall-lifted =
    .subject = Ya puede usar { $product }
    .opening = Le pedimos no usar estos lotes de { $product }. Fue una falsa alarma: los puede usar y servir. Lo que se vio: { $reason }
    .closing = Disculpe la molestia. Si ya los botó, escríbanos.
    .action = Ver mis despachos
recall-row = { units } del lote { $batch }

delivery-dispatched =
    .subject = Su despacho { $code } va en camino
    .opening = Su despacho { $code } del { DATETIME($delivery, dateStyle: "full") } salió de la cooperativa hacia { $destination }. Lleva:
    .closing = Cuando lo reciba, confírmelo por favor: con eso se hace la factura.
    .action = Ver y confirmar el despacho

## Facturas

invoice-filed =
    .subject = Factura { $name } por { $total }
    .opening = Gracias por su compra. Le enviamos la factura { $name }, adjunta en PDF.
    .closing = Al transferir, escriba { $name } en el mensaje, para que reconozcamos su pago.
    .action = Ver el documento
credit-note-filed =
    .subject = Nota de crédito { $name }: { $total } a su favor
    .opening = Le enviamos la nota de crédito { $name }, que corrige la factura { $corrected }. Va adjunta en PDF.
    .closing = Su monto es a su favor: se descuenta de { $corrected } y, si ya estaba pagada, queda como saldo a su favor.
    .action = Ver el documento
debit-note-filed =
    .subject = Nota de débito { $name } por { $total }
    .opening = Le enviamos la nota de débito { $name }, que agrega un cobro a la factura { $corrected }. Va adjunta en PDF.
    .closing = Al transferir, escriba { $name } en el mensaje, para que reconozcamos su pago.
    .action = Ver el documento
document-row =
    .date = Fecha
    .total = Total
    .due = Vence
    .reason = Motivo
    .bank = Banco
    .account = Cuenta N.º
    .holder = A nombre de
    .reference = Escriba en el mensaje
invoice-overdue =
    .subject = La factura { $name } está vencida
    .opening = La factura { $name } venció el { DATETIME($due) } y quedan por pagar { $open }.
    .closing = Si ya la pagó, no se preocupe: la veremos en la cartola del banco. Si algo no calza, escríbanos.
    .action = Ver la factura

## Dinero de los talleres

statement-filed =
    .subject = Liquidación N.º { $number } de { $workshop }: { $total }
    .opening = Le enviamos la liquidación N.º { $number } de { $workshop }, adjunta en PDF. Cada peso lleva su motivo.
    .action = Ver de dónde sale cada monto
statement-paid-later = Le avisaremos cuando el banco confirme el pago.
statement-carried-forward = Esta vez no hay pago: el saldo pasa a la próxima liquidación.
statement-row =
    .from = Desde
    .until = Hasta
    .total = Total
payout-confirmed =
    .subject = Pagamos { $amount } a { $workshop }
    .opening = El banco confirmó el { DATETIME($date) } el pago de { $amount } a { $workshop }, en la cuenta { $account } de { $bank }.
    .closing = Gracias por su trabajo.
    .action = Ver mi dinero
earnings-corrected-receipt =
    .subject = Se corrigió lo que { $workshop } gana con { $product }
    .opening = Se corrigió la recepción de { $product } de la entrega del { DATETIME($delivery, dateStyle: "long") }: «{ $reason }». De { $workshop } hay ahora { $accepted } unidades aceptadas, y el fondo se repartió de nuevo según lo aceptado de cada taller.
    .closing = La diferencia, a favor o en contra, va en la próxima liquidación.
    .action = Ver mi dinero
earnings-corrected-fault =
    .subject = Se descontó una falla de { $product }
    .opening = A un comprador se le acreditaron { $net } netos por una falla de calidad del lote { $batch }, de la entrega del { DATETIME($delivery, dateStyle: "long") }: «{ $reason }». Se descuentan de la parte de { $workshop }, y no de la de los demás.
    .closing = Si el lote no es suyo o no falló, avise a la cooperativa: se puede anular.
    .action = Ver mi dinero
earnings-corrected-fault-reversed =
    .subject = Ya no se descuenta una falla de { $product }
    .opening = Se anuló la falla del lote { $batch }, de la entrega del { DATETIME($delivery, dateStyle: "long") }: «{ $reason }». Los { $net } netos ya no se descuentan solo de { $workshop }.
    .closing = Lo que cambia va en la próxima liquidación.
    .action = Ver mi dinero
payout-failed =
    .subject = Un pago de { $amount } a { $workshop } no llegó
    .opening = El banco no hizo, o devolvió, el pago de { $amount } a { $workshop }, a la cuenta { $account } de { $bank }. Dice: «{ $reason }».
    .closing = El dinero sigue siendo suyo y va en el próximo pago. Revise que su cuenta esté bien.
    .action = Ver mi cuenta
bank-account-changed =
    .subject = Cambió la cuenta donde se le paga a { $workshop }
    .opening = Desde ahora, los pagos de { $workshop } van a la cuenta { $account } de { $bank }.
    .closing = Si usted no pidió este cambio, avise de inmediato a la cooperativa.
    .action = Ver mi taller

## Postulaciones

application-submitted =
    .subject = Confirme la postulación de { $name }
    .opening = Recibimos la postulación de { $name } para comprar en la minga. Falta un paso: confirme que esta dirección es suya. Después puede agregar el e-RUT y la patente.
    .closing = Si usted no postuló, no haga nada: sin confirmar, la borramos en 14 días.
    .action = Confirmar mi postulación
application-in-review =
    .subject = Estamos revisando la postulación de { $name }
    .opening = La cooperativa empezó a revisar la postulación de { $name }. Le escribimos apenas haya una respuesta.
    .action = Ver mi postulación
application-more-asked =
    .subject = Falta algo en la postulación de { $name }
    .opening = Para seguir con la postulación de { $name } necesitamos: «{ $question }»
    .closing = Responda en su página; ahí también puede agregar documentos.
    .action = Responder
application-refused =
    .subject = No podemos aceptar la postulación de { $name }
    .opening = Revisamos la postulación de { $name } y esta vez no podemos aceptarla: «{ $reason }»
    .closing = Si eso cambia, puede postular de nuevo cuando quiera.
    .action = Ver mi postulación
application-withdrawn =
    .subject = Retiramos la postulación de { $name }
    .opening = Como lo pidió, la postulación de { $name } quedó retirada. Puede postular de nuevo cuando quiera.
    .action = Ver mi postulación
application-link-note = El botón es personal: muestra su postulación sin clave. No lo reenvíe.
application-approved =
    .subject = { $name } ya puede pedir
    .opening = Aceptamos la postulación de { $name }. Su cuenta y su punto de entrega están listos, con sus precios.
    .action = Hacer mi primer pedido
application-next-delivery = La próxima entrega es el { DATETIME($delivery, dateStyle: "full") }, y sus pedidos cierran el { date-and-time }.
application-no-delivery = Ahora no hay ninguna entrega abierta: en su calendario verá la próxima.
application-password-note = El botón es personal y sirve una vez, durante tres días: primero elige su clave. Si venció, pida otro a la cooperativa. No lo reenvíe.
