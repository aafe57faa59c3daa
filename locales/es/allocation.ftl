## Errores, por su código

error-allocation_outdated = Desde este reparto cambió lo pedido, o un taller ya no puede hacer lo que le tocó: vuelva a repartir.
error-already_published = Los encargos de este ciclo ya se enviaron a los talleres.
error-amend_upward = Un encargo solo se puede rebajar.
error-answer_too_late = El plazo para responder este encargo ya pasó; converse con la cooperativa.
error-cycle_not_closed = La demanda se fija recién al cierre de los pedidos.
error-doubled_row = La misma fila está dos veces.
error-empty_id = Hay un código vacío.
error-link_expired = El plazo para responder con este enlace ya pasó. Ingrese con su cuenta para ver sus encargos, o hable con la cooperativa.
error-negative_number = Un número no puede ser negativo.
error-not_allocated = Todavía no hay un reparto que publicar.
error-not_published = Los encargos de este ciclo todavía no se envían.
error-not_whole = Las tandas son números enteros.
error-number_too_large = Un número es demasiado grande.
error-number_too_precise = Los números tienen demasiadas cifras para un cálculo exacto.
error-pin_below_minimum_batch = La cantidad fijada es menor que el lote mínimo del taller.
error-pin_not_eligible = Se fijó una cantidad a un taller que no puede entregar ese producto.
error-pin_over_capacity = La cantidad fijada supera la capacidad del taller.
error-pin_over_demand = Las cantidades fijadas superan la demanda del producto.
error-pin_over_limit = Las cantidades fijadas superan el límite total del taller.
error-quota_not_open = Este encargo ya no se puede responder: pasó su plazo, está fijo o fue retirado.
error-quotas_unanswered = Hay talleres que aún no responden: espere el plazo o responda por ellos.
error-unknown_member = Se nombra un taller que no existe.
error-unknown_product = Se nombra un producto que no existe.
error-zero_lot_size = El tamaño de la tanda debe ser mayor que cero.
error-zero_share = La participación debe ser mayor que cero.
