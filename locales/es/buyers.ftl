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
error-applications_limited = Hoy llegaron demasiadas postulaciones desde aquí. Intente mañana, o escriba a la cooperativa.
error-tax_id_invalid = Este RUT no es correcto: revise el dígito verificador. Un número extranjero va después de su país: AR 30-71234567-1.
error-application_decided = Esta postulación ya está decidida.
error-application_unconfirmed = Primero confirme su dirección de correo.
error-nothing_asked = Aquí no hay nada por responder.
error-application_link_expired = Este enlace venció. El último correo sobre la postulación trae uno más nuevo.
error-too_many_documents = Una postulación tiene como máximo { $maximum } documentos.
error-document_unreadable = Este archivo no se puede leer: envíe un PDF, o una foto en JPEG o PNG.
error-applicant_disabled = La persona con ese correo está desactivada: actívela primero.
