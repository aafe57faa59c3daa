## Errores, por su código

error-account_closed = Esta cuenta está cerrada: puede leer sus documentos y pagar, pero no pedir.
error-open_business = Antes de cerrar la cuenta hay que decidir lo que está abierto: pedidos, pedidos permanentes, despachos, documentos por pagar y saldos.
error-account_exists = Esta organización ya tiene una cuenta.
error-amount_too_large = Ninguna cuenta admite un monto tan grande.
error-terms_need_agreement = Un plazo de más de { $maximum } días necesita el número y la fecha del acuerdo registrado.
error-agreement_incomplete = Anote el número y la fecha del acuerdo, o ninguno.
error-agreement_in_future = El acuerdo no puede estar registrado después de hoy.
error-credit_limit_exceeded = Con este pedido se supera el límite de crédito de su cuenta.
error-currency_wrong = Use la moneda de la cooperativa.
error-not_a_buyer = La cuenta de comprador debe pertenecer a una organización de tipo comprador.
error-point_retired = Este lugar de entrega ya no se usa.
error-name_taken = Ya hay un lugar de entrega con ese nombre: { $name }.
error-too_many_points = Un comprador tiene como máximo 50 lugares de entrega: retire uno primero.
