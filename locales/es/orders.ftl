## Errores, por su código

error-below_order_minimum = El pedido no alcanza el mínimo acordado. Agregue algo más.
error-cycle_closed = Este ciclo ya no recibe pedidos.
error-cycle_delivering = Ya se está recibiendo lo de esta entrega: lo que se hizo para el pedido sale a su comprador.
error-cycle_opening = El ciclo acaba de abrir y primero se anotan los pedidos permanentes. Intente en unos minutos.
error-file_invalid = El archivo no se tomó: corrija lo que se indica y súbalo de nuevo.
error-no_price = Este producto no tiene precio en su lista ni uno acordado.
error-not_a_multiple = La cantidad no calza con lo que se vende junto. Súbala o bájela.
error-occurrence_decided = Esta fecha ya está resuelta: cambie el pedido mismo.
error-occurrence_taken = Este pedido permanente ya tiene un pedido para esa fecha.
error-order_empty = El pedido no tiene productos. Elija al menos uno.
error-order_state = Solo se puede cambiar un pedido que sigue en pie y antes del cierre.
error-pause_days = La pausa debe empezar hoy o después y terminar después de empezar.
error-product_twice = Cada producto va en una sola línea.
error-product_unavailable = Este producto ya no se le vende. Quítelo del pedido.
error-product_unknown = Ese producto no existe.
error-reference_taken = Ya hay una llegada con esa referencia. Cambie aquella.
error-reference_twice = La misma referencia aparece dos veces en el archivo.
error-rule_month_day_without_month = A la regla le falta el mes.
error-rule_never = Con esta regla no hay ninguna fecha.
error-rule_sub_day = Una entrega tiene día, no hora.
error-rule_unreadable = Esta regla no se entiende. Elija los días de la semana.
error-rule_unsupported = Esta regla tiene una parte que no se puede usar aquí.
error-rule_until = Diga el último día en «Hasta», no en la regla.
error-rule_week_without_day = A la regla le falta el día de la semana.
error-rule_weekly_set_pos = Esta regla mezcla partes que no van juntas.
error-standing_order_ended = Este pedido permanente ya terminó: haga uno nuevo.
