import { openBusiness, type Sentences } from './sentence.ts';

/** A sentence for each code of the API, with what its parameters add. */
export const problems: Sentences = {
	unauthenticated: 'Su sesión terminó. Ingrese otra vez para seguir donde estaba.',
	forbidden: 'Su cuenta no puede hacer esto. Si le corresponde, pida acceso a la cooperativa.',
	foreign_origin: 'Esta página viene de otra dirección. Abra Minga desde su dirección de siempre.',
	origin_missing: 'El navegador no dijo desde qué página envía. Vuelva a cargar e intente de nuevo.',
	not_found: 'Esto no existe, o no es de su cuenta.',
	method_not_allowed: 'Esta dirección no admite esa operación. Vuelva a cargar la página.',
	unsupported_media_type: 'Este tipo de archivo o de envío no se acepta aquí.',
	stale: 'Alguien cambió esto mientras usted lo veía. Vuelva a cargar y repita su cambio.',
	if_match_missing: 'Vuelva a cargar antes de guardar: falta saber qué versión está cambiando.',
	too_large: 'El archivo o el texto es demasiado grande.',
	too_many: 'Demasiados intentos seguidos, o demasiadas líneas. Espere un minuto o envíe menos.',
	unavailable: 'Minga está muy ocupada. Espere un momento e intente de nuevo.',
	host_invalid: 'El envío llegó sin el nombre de este sitio. Vuelva a cargar la página.',
	reference_unknown: 'Esto nombra algo que ya no existe. Vuelva a cargar y elija de nuevo.',
	outcome_unknown: 'No se sabe si quedó guardado: se perdió la respuesta. Envíelo de nuevo; no se hace dos veces.',
	internal: 'Algo falló de nuestro lado. Intente de nuevo; si se repite, avise a la cooperativa.',
	refused: 'Esto no se puede hacer ahora.',
	idempotency_key_missing: 'El envío llegó sin su señal de único. Vuelva a cargar la página e intente de nuevo.',
	idempotency_key_malformed: 'El envío llegó con una señal que no se entiende. Vuelva a cargar la página.',
	idempotency_key_in_use: 'Su envío anterior todavía se está procesando. Espere unos segundos.',
	idempotency_key_reused: 'Su primer envío sí llegó. Vuelva a cargar para verlo antes de enviar otro.',
	body_too_slow: 'La señal está muy lenta y el envío no llegó completo. Intente de nuevo.',
	body_missing: 'El envío llegó vacío. Intente de nuevo.',
	repeated_key: ({ key }) => (key ? `El envío trae dos veces «${key}».` : 'El envío trae dos veces el mismo dato.'),
	malformed_json: 'El envío llegó cortado. Intente de nuevo.',
	invalid_body: 'Hay datos por corregir.',
	invalid_form: 'Hay datos por corregir.',
	malformed: 'Hay datos por corregir.',
	invalid_path: 'Esta dirección está mal escrita.',
	parameter_missing: 'A esta dirección le falta una parte.',
	parameter_invalid: 'Un filtro de la dirección no es válido. Quítelo e intente de nuevo.',
	cursor_invalid: 'Esta página de la lista ya no existe. Vuelva al comienzo de la lista.',
	required: 'Falta completar este dato.',
	invalid_format: ({ format }) =>
		format === 'email'
			? 'La dirección de correo no es válida. Antes de la @ no puede llevar tildes ni ñ.'
			: 'Este dato no tiene la forma esperada.',
	wrong_type: 'Este dato no tiene la forma esperada.',
	unknown_field: 'Este dato no se conoce aquí.',
	not_allowed: 'Elija una de las opciones.',
	out_of_range: ({ minimum, maximum }) => {
		if (minimum && maximum) return `Escriba un número de ${minimum} a ${maximum}.`;
		if (minimum) return `Escriba ${minimum} o más.`;
		return maximum ? `Escriba ${maximum} o menos.` : 'Este número es demasiado chico o demasiado grande.';
	},
	too_short: ({ minimum }) => (minimum ? `Escriba al menos ${minimum} signos.` : 'Este texto es demasiado corto.'),
	too_long: ({ maximum }) => (maximum ? `Escriba ${maximum} signos como máximo.` : 'Este texto es demasiado largo.'),
	too_few: ({ minimum }) => (minimum ? `Se necesitan al menos ${minimum} líneas.` : 'Faltan líneas.'),
	not_printable: ({ characters }) => `Estos signos no se pueden imprimir en los documentos: ${characters ?? ''}. Quítelos.`,
	control_character: 'Este texto tiene signos que no se pueden guardar. Escríbalo de nuevo.',
	wrong_credentials: 'El correo o la contraseña no es correcta.',
	link_expired: ({ expired_at }) =>
		expired_at
			? `El plazo para responder con este enlace terminó el ${expired_at}. Ingrese con su cuenta para ver sus encargos, o hable con la cooperativa.`
			: 'El plazo para responder con este enlace ya pasó. Ingrese con su cuenta para ver sus encargos, o hable con la cooperativa.',
	password_weak: ({ reason }) =>
		({
			repeated: 'Esta contraseña repite los mismos signos. Use cuatro palabras sueltas.',
			sequence: 'Esta contraseña sigue una fila de números, letras o teclas, o una fecha. Use cuatro palabras sueltas.',
			personal: 'Esta contraseña usa su nombre, su correo o el de su organización. Use cuatro palabras sueltas.'
		})[reason ?? ''] ?? 'Mucha gente usa una contraseña así y es fácil de adivinar. Use cuatro palabras sueltas.',
	sign_in_limited:
		'Hubo demasiadas contraseñas equivocadas. Espere 15 minutos, ingrese desde un equipo donde ya había entrado o pida un enlace a la cooperativa.',
	link_spent: 'Este enlace ya fue usado, fue reemplazado o venció. Pida uno nuevo.',
	invalid_tax_id: 'El RUT no es válido: revise el dígito verificador.',
	invalid_email: 'La dirección de correo no es válida. Antes de la @ no puede llevar tildes ni ñ.',
	organisation_kind_fixed: ({ code }) =>
		code ? `El código ${code} ya es de una organización de otro tipo.` : 'Ese código ya es de una organización de otro tipo.',
	email_taken: 'Otra persona ya tiene ese correo.',
	role_unfit: 'Los roles de calidad y finanzas existen solo en la cooperativa.',
	last_administrator: 'La cooperativa quedaría sin administrador. Nombre primero a otra persona.',
	person_disabled: 'Esta persona está deshabilitada. Habilítela primero.',
	not_a_producer: 'El taller debe pertenecer a una organización de tipo productor.',
	left_before_joining: ({ joined_on }) =>
		joined_on
			? `El último día en el grupo no puede ser anterior al primero, el ${joined_on}.`
			: 'El último día en el grupo no puede ser anterior al primero.',
	share_before_joining: ({ joined_on }) =>
		joined_on
			? `La participación comienza el día en que el taller entró al grupo, el ${joined_on}, o después.`
			: 'La participación comienza el día en que el taller entró al grupo, o después.',
	share_not_newest: ({ newest_from }) =>
		newest_from
			? `La nueva participación debe comenzar después de la anterior, que rige desde el ${newest_from}.`
			: 'La nueva participación debe comenzar después de la anterior.',
	share_in_past: ({ today }) =>
		today
			? `La participación cambia de hoy, ${today}, en adelante, no hacia atrás.`
			: 'La participación cambia de hoy en adelante, no hacia atrás.',
	authorisation_exists: ({ number, valid_from, valid_until }) =>
		number && valid_from && valid_until
			? `La autorización ${number} de este taller ya está anotada, del ${valid_from} al ${valid_until}.`
			: 'Este taller ya tiene una autorización con ese número y otras fechas.',
	pause_overlaps: ({ from_date, until_date }) =>
		from_date && until_date
			? `Otra pausa del taller, del ${from_date} al ${until_date}, ya cubre algunos de esos días: cambie esa.`
			: 'Otra pausa del taller ya cubre algunos de esos días: cambie esa.',
	bank_unknown: ({ bank_code }) =>
		bank_code ? `No conocemos un banco con el código ${bank_code}.` : 'No conocemos un banco con ese código.',
	account_number_invalid: ({ minimum, maximum }) =>
		minimum && maximum
			? `Escriba el número de cuenta: de ${minimum} a ${maximum} dígitos.`
			: 'Escriba el número de cuenta: de 4 a 20 dígitos.',
	rut_invalid: 'El dígito verificador del RUT no es correcto.',
	effective_before_decided: ({ decided_on }) =>
		decided_on
			? `El acuerdo rige desde el día en que se tomó, el ${decided_on}, o después.`
			: 'El acuerdo rige desde el día en que se tomó, o después.',
	decided_in_future: 'Ese día la asamblea aún no se ha reunido.',
	season_overlaps: ({ season, starts_on, ends_on }) =>
		season && starts_on && ends_on
			? `La temporada ${season}, del ${starts_on} al ${ends_on}, ya cubre algunos de esos días.`
			: 'Otra temporada ya cubre algunos de esos días.',
	one_cooperative: 'La instalación tiene una sola cooperativa, y es esta.',
	certificate_overlaps: ({ number, valid_from, valid_until }) =>
		number && valid_from && valid_until
			? `El certificado ${number}, vigente del ${valid_from} al ${valid_until}, ya cubre algunos de esos días.`
			: 'Otro certificado de este taller y producto ya cubre algunos de esos días.',
	number_taken: ({ number }) => (number ? `Otro certificado ya tiene el número ${number}.` : 'Otro certificado ya tiene ese número.'),
	certificate_withdrawn: ({ withdrawn_at }) =>
		withdrawn_at
			? `El certificado fue retirado definitivamente el ${withdrawn_at}: otorgue uno nuevo.`
			: 'El certificado fue retirado definitivamente: otorgue uno nuevo.',
	certificate_expired: ({ valid_until }) =>
		valid_until
			? `El certificado venció el ${valid_until}: otorgue uno nuevo.`
			: 'El último día del certificado ya pasó: otorgue uno nuevo.',
	protocol_draft_exists: ({ number }) =>
		number ? `Esta familia ya tiene un borrador: la versión ${number}.` : 'Esta familia ya tiene un borrador.',
	protocol_published: ({ number }) =>
		number ? `La versión ${number} ya se publicó y no cambia: comience una nueva.` : 'Una versión publicada no cambia: comience una nueva.',
	protocol_without_criteria: 'Agregue al menos un criterio antes de publicar.',
	too_many_criteria: ({ maximum }) =>
		maximum ? `Un protocolo tiene a lo más ${maximum} criterios.` : 'El protocolo ya tiene todos los criterios que puede tener.',
	protocol_applies_too_early: ({ earliest }) =>
		earliest ? `Puede regir desde el ${earliest} o después.` : 'La versión rige desde hoy o después, y después de la versión anterior.',
	renew_by_missing: ({ number }) =>
		number
			? `Diga hasta cuándo se renuevan los certificados de la versión ${number}.`
			: 'Diga hasta cuándo se renuevan los certificados de la versión anterior.',
	renew_by_too_early: ({ applies_from }) =>
		applies_from
			? `Los certificados se renuevan desde el ${applies_from}, cuando rige la versión.`
			: 'Los certificados se renuevan desde el día en que rige la versión.',
	nothing_to_renew: 'La primera versión no tiene certificados que renovar: deje la fecha en blanco.',
	criterion_unknown: ({ code }) => (code ? `El protocolo no tiene el criterio ${code}.` : 'El protocolo no tiene ese criterio.'),
	criterion_twice: ({ code }) => (code ? `El criterio ${code} tiene dos respuestas.` : 'Un criterio tiene dos respuestas.'),
	protocol_of_other_family: 'Solo se comparan versiones de una misma familia.',
	date_out_of_span: ({ first, last }) =>
		first && last ? `Escriba una fecha entre el ${first} y el ${last}.` : 'Esta fecha es demasiado lejana.',
	dates_left_out: ({ first_date, starts_on }) =>
		first_date && starts_on
			? `Desde el ${first_date} hasta el ${starts_on} quedarían fechas sin pedir. Elija desde cuándo valen los cambios, o páuselo.`
			: 'Quedarían fechas sin pedir. Elija desde cuándo valen los cambios, o páuselo.',
	continued_after: ({ last_day }) =>
		last_day
			? `Desde el día después del ${last_day} lo continúa otro pedido permanente: cambie aquel.`
			: 'Lo continúa otro pedido permanente: cambie aquel.',
	continues_from: ({ first_day }) =>
		first_day ? `Continúa otro pedido permanente y empieza el ${first_day}.` : 'Continúa otro pedido permanente: no puede empezar antes.',
	split_in_past: 'Un cambio vale desde hoy o desde después.',
	split_at_start: 'Antes de esa fecha no hay otras: cambie todas las fechas.',
	split_after_end: 'Desde ese día ya no hay fechas: elija una anterior.',
	ends_before_start: 'El último día no puede ser anterior al primero.',
	not_a_buyer: 'La cuenta de comprador debe pertenecer a una organización de tipo comprador.',
	account_exists: 'Esta organización ya tiene una cuenta.',
	code_taken: ({ code }) => (code ? `El código «${code}» ya está en uso: elija otro.` : 'Ese código ya está en uso: elija otro.'),
	currency_wrong: ({ currency }) => (currency ? `Use la moneda de la cooperativa, ${currency}.` : 'Use la moneda de la cooperativa.'),
	terms_need_agreement: ({ maximum }) => `Un plazo de más de ${maximum ?? 30} días necesita el número y la fecha del acuerdo registrado.`,
	account_closed: 'Esta cuenta está cerrada: puede ver sus documentos y pagar, pero no pedir.',
	person_business_open: ({ organisations, payout_batches, write_offs, bank_accounts }) =>
		'Antes decida lo que quedaría sin nadie. ' +
		openBusiness([
			['Organizaciones sin personas', organisations],
			['Nóminas por aprobar', payout_batches],
			['Deudas perdidas por aprobar (factura)', write_offs],
			['Cuentas bancarias por confirmar', bank_accounts]
		]),
	workshop_business_open: ({ quotas, goods, certificates, unpaid }) =>
		'Antes de que el taller salga del grupo decida lo que está abierto. ' +
		openBusiness([
			['Encargos para después', quotas],
			['Entregado y sin repartir', goods],
			['Sellos vigentes', certificates],
			['Por pagar', unpaid]
		]),
	open_business: ({ orders, standing_orders, deliveries, documents, balance }) =>
		'Antes de cerrarla decida lo que está abierto. ' +
		openBusiness([
			['Pedidos', orders],
			['Pedidos permanentes', standing_orders],
			['Despachos en curso', deliveries],
			['Documentos por pagar, N.º', documents],
			['Saldo a favor', balance]
		]),
	agreement_incomplete: 'Anote el número y la fecha del acuerdo, o ninguno.',
	agreement_in_future: 'El acuerdo no puede estar registrado después de hoy.',
	credit_limit_exceeded: ({ required, available }) =>
		required && available
			? `Con este pedido se supera el límite de crédito de su cuenta: suma ${required} y quedan ${available}.`
			: 'Con este pedido se supera el límite de crédito de su cuenta.',
	amount_too_large: 'Ninguna cuenta admite un monto tan grande.',
	name_taken: 'Ya hay un lugar de entrega con ese nombre.',
	too_many_points: ({ maximum }) =>
		maximum
			? `Un comprador tiene como máximo ${maximum} lugares de entrega: retire uno primero.`
			: 'Un comprador tiene como máximo 50 lugares de entrega: retire uno primero.',
	point_retired: ({ retired_at }) =>
		retired_at ? `Este lugar de entrega no se usa desde el ${retired_at}.` : 'Este lugar de entrega ya no se usa.',
	product_retired: ({ retired_at }) =>
		retired_at
			? `Este producto se retiró del catálogo el ${retired_at} y ya no vuelve.`
			: 'Este producto se retiró del catálogo y ya no vuelve.',
	batch_above_capacity: ({ maximum }) =>
		maximum
			? `El lote mínimo no puede ser mayor que lo que el taller hace en una semana, ${maximum} unidades.`
			: 'El lote mínimo no puede ser mayor que lo que el taller hace en una semana.',
	harvest_months_empty: 'Indique al menos un mes en que se puede elaborar.',
	offer_ended: ({ ended_at }) =>
		ended_at
			? `Esta oferta terminó el ${ended_at}. Pida a la cooperativa que la abra de nuevo.`
			: 'Esta oferta terminó. Pida a la cooperativa que la abra de nuevo.',
	segment_has_list: 'Este segmento ya tiene su lista de precios.',
	tier_price_increases: ({ min_quantity, lower_quantity }) =>
		min_quantity && lower_quantity
			? `El precio desde ${min_quantity} unidades es mayor que desde ${lower_quantity}: por más cantidad no puede costar más cada una.`
			: 'Por más cantidad no puede costar más cada unidad.',
	price_twice: ({ min_quantity }) =>
		min_quantity
			? `Hay dos precios para el mismo producto desde ${min_quantity} unidades.`
			: 'Hay dos precios para el mismo producto y cantidad.',
	price_invalid: 'Un precio es mayor que cero, en la moneda de la cooperativa.',
	product_unknown: 'Ese producto no existe.',
	capacity_exceeded: ({ maximum }) => (maximum ? `Para esta entrega quedan ${maximum} unidades.` : 'No queda tanto para esta entrega.'),
	cycle_delivering: 'Ya se está recibiendo lo de esta entrega: lo que se hizo para el pedido sale a su comprador.',
	cycle_not_open: ({ opens_at, cut_off_at }) =>
		opens_at && cut_off_at
			? `Esta entrega recibe pedidos desde el ${opens_at} hasta el ${cut_off_at}: aún no abre, o ya cerró.`
			: 'Esta entrega no recibe pedidos ahora: aún no abre, o ya cerró.',
	cycle_state: 'El ciclo no está en el estado que este paso necesita.',
	cycle_times: 'Las horas del ciclo deben seguir este orden: abre, cierra, responden los productores, se entrega.',
	cut_off_in_past: 'La hora de cierre debe estar por venir; para cerrar ahora, cierre el ciclo.',
	cycle_exists: ({ delivery_date }) =>
		delivery_date ? `Esta zona ya tiene un ciclo con entrega el ${delivery_date}.` : 'Esta zona ya tiene un ciclo con entrega ese día.',
	calendar_exists: 'Esta zona ya tiene un calendario para ese día de la semana: cambie ese.',
	calendar_days: 'El ciclo debe abrir un día anterior al cierre y cerrar antes del día de entrega.',
	calendar_ended: ({ ended_at }) =>
		ended_at
			? `Este calendario terminó el ${ended_at}: cree uno nuevo para su zona y día.`
			: 'Este calendario terminó: cree uno nuevo para su zona y día.',
	cycle_closed: ({ cycle }) => (cycle ? `El ciclo ${cycle} ya no recibe pedidos.` : 'Este ciclo ya no recibe pedidos.'),
	cycle_opening: ({ retry_at }) =>
		retry_at
			? `El ciclo acaba de abrir y primero se anotan los pedidos permanentes. Intente después del ${retry_at}.`
			: 'El ciclo acaba de abrir y primero se anotan los pedidos permanentes. Intente en unos minutos.',
	order_empty: 'El pedido no tiene productos. Elija al menos uno.',
	order_state: 'Solo se puede cambiar un pedido que sigue en pie y antes del cierre.',
	product_twice: 'Cada producto va en una sola línea.',
	basket_only_in_orders: 'Las canastas se piden por número, en un pedido: no por huésped, ni en pedidos permanentes, ni en archivos.',
	product_unavailable: 'Este producto ya no se le vende: deje lo que tenía o quítelo.',
	product_closed: ({ order_until }) =>
		order_until
			? `Este producto se podía pedir para esta entrega hasta el ${order_until}.`
			: 'Ya es tarde para pedir este producto en esta entrega.',
	not_a_multiple: ({ multiple }) =>
		multiple
			? `Este producto se pide de ${multiple} en ${multiple}. Suba o baje la cantidad.`
			: 'La cantidad no calza con lo que se vende junto. Súbala o bájela.',
	below_order_minimum: ({ net, minimum }) =>
		net && minimum
			? `El pedido suma ${net} neto y el mínimo es ${minimum}. Agregue algo más.`
			: 'El pedido no alcanza el mínimo acordado. Agregue algo más.',
	no_price: ({ product }) =>
		product ? `«${product}» no tiene precio en su lista ni uno acordado.` : 'Este producto no tiene precio en su lista ni uno acordado.',
	reference_taken: ({ reference }) =>
		reference
			? `Ya hay una llegada con la referencia «${reference}». Cambie aquella.`
			: 'Ya hay una llegada con esa referencia. Cambie aquella.',
	reference_twice: ({ reference }) =>
		reference ? `La referencia «${reference}» aparece dos veces en el archivo.` : 'La misma referencia aparece dos veces en el archivo.',
	unreadable: 'No se puede leer: guarde el archivo como CSV en UTF-8 y revise las comillas.',
	letters_lost: 'Se perdieron letras antes de guardar el archivo: guarde de nuevo el original como CSV en UTF-8.',
	cell_count: ({ cells, columns }) =>
		cells && columns
			? `Esta fila tiene ${cells} celdas y el encabezado ${columns}: revise comas y comillas.`
			: 'Esta fila no tiene tantas celdas como el encabezado: revise comas y comillas.',
	column_twice: 'El encabezado nombra esta columna dos veces.',
	not_a_number: 'Escriba un número entero, solo con cifras.',
	too_many_rows: ({ maximum }) =>
		maximum ? `El archivo tiene más de ${maximum} filas: divídalo.` : 'El archivo tiene demasiadas filas. Divídalo en dos.',
	occurrence_decided: ({ date }) =>
		date ? `El ${date} ya está resuelto: cambie el pedido mismo.` : 'Esta fecha ya está resuelta: cambie el pedido mismo.',
	pause_days: ({ maximum_days }) =>
		maximum_days
			? `La pausa debe empezar hoy o después, terminar después de empezar y durar como máximo ${maximum_days} días.`
			: 'La pausa debe empezar hoy o después y terminar después de empezar.',
	standing_order_ended: ({ ended_at }) =>
		ended_at ? `Este pedido permanente terminó el ${ended_at}: haga uno nuevo.` : 'Este pedido permanente ya terminó: haga uno nuevo.',
	rule_unreadable: 'Esta regla no se entiende. Elija los días de la semana.',
	rule_sub_day: 'Una entrega tiene día, no hora.',
	rule_until: 'Diga el último día en «Hasta», no en la regla.',
	rule_week_without_day: 'A la regla le falta el día de la semana.',
	rule_month_day_without_month: 'A la regla le falta el mes.',
	rule_weekly_set_pos: 'Esta regla mezcla partes que no van juntas.',
	rule_unsupported: 'Esta regla tiene una parte que no se puede usar aquí.',
	rule_part_forbidden: 'Esta regla tiene una parte que no va con su frecuencia: quítela.',
	rule_numbered_day: 'Un día numerado, como «el primer martes», solo vale en reglas mensuales o anuales.',
	rule_set_pos_alone: 'Esta regla elige entre días sin decir cuáles: agregue los días.',
	rule_never: ({ years }) => (years ? `Con esta regla no hay ninguna fecha en ${years} años.` : 'Con esta regla no hay ninguna fecha.'),
	file_invalid: 'El archivo no se tomó: corrija lo que se indica y súbalo de nuevo.',
	import_refused: 'Los archivos no se importaron: corrija lo que se indica y tráigalos de nuevo.',
	file_unknown: 'El nombre de este archivo no dice qué trae: use uno como workshops.csv.',
	occurrence_taken: ({ date }) =>
		date ? `Este pedido permanente ya tiene un pedido para el ${date}.` : 'Este pedido permanente ya tiene un pedido para esa fecha.',
	cycle_not_closed: ({ cut_off_at }) =>
		cut_off_at
			? `La demanda se fija recién al cierre de los pedidos, el ${cut_off_at}.`
			: 'La demanda se fija recién al cierre de los pedidos.',
	already_published: 'Los encargos de este ciclo ya se enviaron a los talleres.',
	not_allocated: 'Todavía no hay un reparto que publicar.',
	allocation_outdated: 'Desde este reparto cambió lo pedido, o un taller ya no puede hacer lo que le tocó: vuelva a repartir.',
	not_published: 'Los encargos de este ciclo todavía no se envían.',
	quotas_unanswered: ({ quotas }) =>
		quotas
			? `Encargos sin respuesta: ${quotas}. Espere el plazo o responda por los talleres.`
			: 'Hay talleres que aún no responden: espere el plazo o responda por ellos.',
	answer_too_late: ({ respond_by }) =>
		respond_by
			? `El plazo para responder este encargo terminó el ${respond_by}; converse con la cooperativa.`
			: 'El plazo para responder este encargo ya pasó; converse con la cooperativa.',
	quota_not_open: 'Este encargo ya no se puede responder: pasó su plazo, está fijo o fue retirado.',
	amend_upward: ({ lots }) =>
		lots ? `Un encargo solo se puede rebajar: escriba ${lots} tandas o menos.` : 'Un encargo solo se puede rebajar.',
	pin_not_eligible: ({ workshop, product }) =>
		workshop && product
			? `Se fijó una cantidad de ${product} a ${workshop}, que no puede entregarlo.`
			: 'Se fijó una cantidad a un taller que no puede entregar ese producto.',
	pin_over_capacity: ({ workshop, product }) =>
		workshop && product
			? `La cantidad fijada de ${product} supera la capacidad de ${workshop}.`
			: 'La cantidad fijada supera la capacidad del taller.',
	pin_over_demand: ({ product }) =>
		product ? `Las cantidades fijadas de ${product} superan lo pedido.` : 'Las cantidades fijadas superan la demanda del producto.',
	pin_below_minimum_batch: ({ workshop, product }) =>
		workshop && product
			? `La cantidad fijada de ${product} es menor que el lote mínimo de ${workshop}.`
			: 'La cantidad fijada es menor que el lote mínimo del taller.',
	pin_over_limit: ({ workshop }) =>
		workshop
			? `Las cantidades fijadas superan el límite total de ${workshop}.`
			: 'Las cantidades fijadas superan el límite total del taller.',
	number_too_precise: 'Los números de este reparto son demasiado grandes para un cálculo exacto.',
	number_too_large: 'Un número de este reparto es demasiado grande.',
	quota_not_live: 'Nadie está haciendo este encargo: no fue aceptado o fue retirado.',
	made_in_future: 'Un lote no puede tener una fecha de elaboración futura.',
	expired_batch: ({ best_before }) =>
		best_before
			? `Este lote se debe consumir antes del ${best_before}: ese día ya estará vencido.`
			: 'Este lote ya estará vencido ese día.',
	receiving_over: 'Los despachos de este ciclo ya están preparados: no se recibe más para él.',
	batch_of_other_quota: ({ batch_code }) =>
		batch_code ? `El lote ${batch_code} se hizo para otro encargo.` : 'Este lote se hizo para otro encargo.',
	may_not_supply: ({ delivery_date }) =>
		delivery_date
			? `El taller no puede entregar este producto el ${delivery_date}; revise su certificado, autorización y pausas.`
			: 'El taller no puede entregar este producto el día del despacho; revise su certificado, autorización y pausas.',
	nothing_received: 'Indique cuántas unidades acepta o rechaza.',
	rejection_cause: 'Las unidades rechazadas necesitan una causa y un motivo; las demás no los llevan.',
	missing_alone: 'Anote las unidades faltantes por separado: sin lote y sin unidades aceptadas.',
	more_than_brought: ({ available }) =>
		available ? `De este lote quedan ${available} unidades por revisar.` : 'De este lote no quedan tantas unidades por revisar.',
	over_quota: ({ available }) =>
		available
			? `El encargo tiene lugar para ${available} unidades: rechace lo que sobra como excedente.`
			: 'El encargo no tiene lugar para tantas unidades: rechace lo que sobra como excedente.',
	line_twice: 'Esta línea aparece dos veces.',
	more_than_delivered: ({ available }) => `Este despacho lleva ${available ?? 0} unidades de ese lote: anote esa cantidad como máximo.`,
	delivery_ended: 'Este despacho ya terminó de otra manera. Actualice la página para ver cómo.',
	disposal_not_reversible: 'Esta salida no se puede anular: ya está anulada o es de un despacho perdido.',
	disposal_unexplained: 'Escriba a quién se regala, o por qué se da de baja.',
	sale_total: 'Una venta lleva el monto recibido; lo que se regala o se da de baja, no.',
	stock_too_low: 'No quedan tantas unidades: actualice la página.',
	goods_left: 'Parte de este lote ya salió o es de la cooperativa: corrija el resto con una nota de crédito.',
	receipt_cancelled: 'Esta recepción ya estaba anulada. Actualice la página.',
	still_suspended: 'El certificado sigue suspendido por seguridad: rehabilítelo primero.',
	stock_blocked: 'Este lote está bloqueado por seguridad: solo se puede dar de baja.',
	not_dispatched: 'Este despacho todavía no sale de la cooperativa.',
	not_confirmed: 'Solo se factura lo que llegó al comprador.',
	until_in_future: 'Solo se puede facturar lo entregado hasta hoy.',
	not_creditable: 'Solo una factura emitida se puede corregir con una nota de crédito.',
	credit_lines: 'Escriba las unidades o el monto de al menos una línea.',
	credit_exceeds: ({ available }) =>
		available ? `De esta línea quedan ${available} unidades por acreditar.` : 'De esta línea no quedan tantas unidades por acreditar.',
	credit_too_much: 'De esta línea no queda tanto por acreditar.',
	not_debitable: 'Solo se puede subir una factura emitida que no esté acreditada por completo.',
	debit_lines: 'Escriba el monto de al menos una línea.',
	interest_too_much: 'La ley no da tanto interés por esta factura hasta hoy.',
	rate_of_day_exists: 'Ya hay una tasa para ese día. Si la nueva la reemplaza, márquelo.',
	amount_invalid: 'El monto debe ser mayor que cero y en la moneda de la cooperativa.',
	written_off: 'Lo que quedaba de esta factura se dio por perdido: ya no se corrige, solo se puede pagar.',
	nothing_to_write_off: 'De este documento no queda nada por cobrar.',
	write_off_requested: 'Ya hay un pedido que espera a otra persona.',
	write_off_decided: 'Este pedido ya se aprobó o se anuló.',
	write_off_same_person: 'Quien lo pidió no puede aprobarlo: debe hacerlo otra persona de finanzas.',
	write_off_amount_changed: 'Lo que queda por cobrar cambió: anule este pedido y haga otro.',
	nothing_left: 'Esta factura ya está acreditada por completo.',
	not_payable: 'Solo se puede pagar una factura emitida.',
	more_than_open: ({ open }) =>
		open ? `De esta factura quedan ${open} por pagar.` : 'De esta factura queda por pagar menos que ese monto.',
	statement_unreadable: 'No pudimos leer el archivo: debe ser CSV en UTF-8, con la misma cantidad de columnas en cada fila.',
	statement_invalid: 'Algunas filas no se pueden leer; no se importó nada.',
	line_not_matched: 'Este movimiento no está identificado.',
	shown_by_another_line: 'Otro movimiento ya corresponde a esto.',
	balances_do_not_add_up: 'Los saldos no cuadran con los montos: falta una fila o un monto está mal.',
	not_sent: 'Este movimiento es dinero que entró, no dinero que salió.',
	advance_match_kept: 'Este movimiento es un anticipo a un taller: anule el anticipo en «Anticipos y descuentos».',
	bank_line_name_incomplete: 'Diga qué devolución o qué pago muestra este movimiento.',
	payment_without_line: 'Enlace primero el movimiento que muestra este cobro.',
	payment_reversed: 'Este cobro está reversado.',
	payment_refunded: 'Una parte de este cobro se devolvió o se va a devolver. Anule primero la devolución.',
	refund_settled: 'Esta devolución ya se pagó o se anuló.',
	balance_in_future: 'El saldo no puede ser de una fecha que aún no llega.',
	payout_amount_differs: 'El pago al taller es de otro monto que este movimiento.',
	line_taken: 'Otra persona ya identificó este movimiento.',
	refund_by_card: 'Esta devolución va a la tarjeta y la hace Stripe: no se anula, y no tiene un movimiento propio en el banco.',
	no_card_of_payment: 'Esto no se pagó con tarjeta en la página de pago: devuélvalo por transferencia.',
	line_undecided: 'Este movimiento puede ser otro repetido: decida eso primero.',
	no_possible_duplicate: 'Este movimiento no se parece a ninguno: no hay nada que decidir.',
	not_received: 'Este movimiento es dinero que salió: no es el pago de un comprador.',
	received_in_future: 'Un pago no puede tener una fecha futura.',
	more_than_received: ({ available }) =>
		available ? `De este pago quedan ${available} por asignar.` : 'De este pago no queda tanto por asignar.',
	allocated_twice: 'Esta factura está indicada dos veces.',
	not_of_buyer: 'Este comprador no tiene esa factura.',
	amounts_differ: ({ bank_line, payment }) =>
		bank_line && payment
			? `El movimiento es de ${bank_line} y el cobro de ${payment}.`
			: 'El movimiento y el cobro no tienen el mismo monto.',
	payment_has_line: 'Este cobro ya está unido a otro movimiento.',
	paid_by_card: 'Este cobro fue con tarjeta: su dinero llega al banco en un abono de tarjetas. Anote así el movimiento.',
	other_currency: ({ currency }) => (currency ? `El monto debe estar en ${currency}.` : 'El monto está en otra moneda.'),
	not_positive: 'El monto debe ser mayor que cero.',
	no_card_payments: 'Aquí no se paga con tarjeta: pague por transferencia.',
	nothing_open: 'De este documento ya no queda nada por pagar.',
	card_payment_under_way: ({ expires_at }) =>
		expires_at
			? `Ya hay un pago con tarjeta en curso por otro monto, hasta el ${expires_at}. Espere a que termine o pague por transferencia.`
			: 'Ya hay un pago con tarjeta en curso por otro monto. Espere a que termine o pague por transferencia.',
	card_amount_differs: ({ requested, paid }) =>
		requested && paid
			? `Se pidieron ${requested} y con la tarjeta se pagaron ${paid}.`
			: 'Con la tarjeta se pagó otro monto que el pedido.',
	card_event_unclear: 'Stripe avisó algo que no se entiende. Mírelo en el panel de Stripe.',
	card_money_taken_back: 'Stripe devolvió dinero de un pago con tarjeta: corrija la cuenta del comprador.',
	more_than_paid_by_card: ({ available }) =>
		available
			? `El abono más el costo supera los ${available} que los compradores pagaron con tarjeta y aún no llegan al banco.`
			: 'El abono más el costo supera lo que los compradores pagaron con tarjeta y aún no llega al banco.',
	negative_amount: 'El monto debe ser cero o más.',
	currency_differs: ({ currency }) =>
		currency
			? `Todos los precios de una lista van en la misma moneda, ${currency}.`
			: 'Todos los precios de una lista van en la misma moneda.',
	pool_without_makers: ({ product }) =>
		product
			? `De «${product}» no se aceptó nada en el ciclo: nadie puede repartirse su valor.`
			: 'De este producto no se aceptó nada en el ciclo: nadie puede repartirse su valor.',
	payout_account_missing: 'Diga primero desde qué cuenta se paga.',
	nothing_to_pay: 'No hay liquidaciones emitidas por pagar de talleres con cuenta bancaria.',
	same_person: 'Quien preparó los pagos no puede aprobarlos: pida a otra persona.',
	not_approved: 'Otra persona debe aprobar los pagos antes de enviarlos al banco.',
	not_exported: 'Este pago todavía no sale en un archivo del banco.',
	unknown_column: ({ columns }) =>
		columns ? `Esta columna no existe aquí. Las que hay: ${columns}.` : 'Esta columna no se conoce aquí: quítela o corrija su nombre.',
	missing_column: 'Falta esta columna en el encabezado.',
	not_a_date: 'Escriba la fecha así: 2026-03-31.',
	not_an_amount: ({ example }) =>
		example
			? `Escriba el monto solo con cifras, sin separador de miles, como ${example}.`
			: 'Escriba el monto solo con cifras, sin separador de miles.',
	confirmed_in_future: 'El banco no puede haber mostrado un pago en una fecha futura.',
	account_changed_since: ({ workshop }) =>
		workshop
			? `La cuenta de ${workshop} cambió después de preparar el pago: anúlelo y prepare otro.`
			: 'Una cuenta cambió después de preparar el pago: anúlelo y prepare otro.',
	account_changed_by_approver: ({ workshop }) =>
		workshop
			? `Usted ingresó la cuenta de ${workshop}: debe aprobar otra persona.`
			: 'Usted ingresó una de estas cuentas: debe aprobar otra persona.',
	account_unconfirmed: ({ workshop, entered_on }) =>
		workshop && entered_on
			? `La cuenta de ${workshop} es nueva desde el ${entered_on}: una segunda persona debe confirmarla con el taller.`
			: 'Una cuenta es nueva: una segunda persona debe confirmarla con el taller.',
	own_account_change: 'Quien ingresó una cuenta no puede confirmarla: pida a otra persona.',
	payout_confirmed: 'La cartola muestra este pago: sí se hizo. Si el banco lo devolvió, anote la devolución.',
	payout_failed: 'El banco no hizo este pago: su liquidación se paga con otro.',
	payout_not_confirmed: 'La cartola todavía no muestra este pago: no puede haber sido devuelto.',
	statement_paid_again: 'La liquidación de este pago ya va en otro: la devolución no se puede deshacer.',
	payout_returned: 'El banco devolvió este pago: su liquidación se paga con otro.',
	fault_reversed: 'Esta falla ya se anuló.',
	adjustment_reversed: 'Esto ya se anuló, o es él mismo una anulación.',
	advance_out_of_span: ({ first, today }) =>
		first && today ? `Un anticipo lleva fecha entre el ${first} y el ${today}.` : 'Un anticipo lleva la fecha en que se pagó, hasta hoy.',
	commission_rate_of_day_exists: 'Ya hay una comisión de ese taller y esa familia desde ese día. Si la nueva la reemplaza, márquelo.',
	commission_rate_of_all: 'Diga un taller, una familia o ambos: la comisión general va en el acuerdo mismo.',
	rate_before_decision: ({ effective_from }) =>
		effective_from
			? `El acuerdo rige desde el ${effective_from}: la comisión no puede regir antes.`
			: 'La comisión no puede regir antes que su acuerdo.',
	batch_cancelled: 'Este pago se anuló: sus liquidaciones van en otro.',
	batch_exported: 'El archivo ya salió al banco: diga de cada pago qué pasó con él.',
	confirmed_before_export: ({ exported_on }) =>
		exported_on
			? `El banco no puede haber pagado antes del ${exported_on}, cuando salió el archivo.`
			: 'El banco no puede haber pagado antes de que saliera el archivo.',
	returned_on_impossible: ({ confirmed_on, today }) =>
		confirmed_on && today
			? `El banco solo puede haberlo devuelto entre el ${confirmed_on} y el ${today}.`
			: 'El banco solo puede haberlo devuelto después de pagarlo y hasta hoy.',
	unknown_word: ({ allowed }) => (allowed ? `Escriba una de estas palabras: ${allowed}.` : 'Esta palabra no es de las que se usan aquí.'),
	value_not_shown: ({ shown }) =>
		`La planilla escribió ${shown ?? 'otra cosa'} en vez del valor: dé a la columna el formato de texto y guarde de nuevo.`,
	reference_without_zeros: ({ stored }) =>
		`Está anotada ${stored ? `«${stored}»` : 'la misma referencia'} sin ceros al principio: puede ser la misma llegada. Si lo es, cancele esa; si no, anote esta a mano.`,
	leading_zeros_lost: ({ stored }) =>
		`Se perdieron los ceros del principio${stored ? `: aquí está ${stored}` : ''}. Dé a la columna el formato de texto y escríbalo de nuevo.`,
	unknown_code: ({ code, file }) =>
		code && file ? `«${code}» no está en Minga ni en ${file}.` : 'Nadie tiene este código, ni en Minga ni en los archivos.',
	not_utf8: 'Guarde el archivo como CSV en UTF-8.',
	not_a_percentage: 'Escriba un porcentaje de 0 a 100, como 19 o 31.5.',
	not_an_instant: 'Escriba día y hora así: 2026-03-31 18:00.',
	not_months: 'Escriba números de meses, como 1 2 3 12.',
	row_repeated: ({ first }) =>
		first
			? `La línea ${first} de este archivo tiene la misma clave. Deje una de las dos filas.`
			: 'Otra línea de este archivo tiene la misma clave. Deje una de las dos filas.',
	rows_differ: 'Las filas de lo mismo deben decir lo mismo, menos en sus líneas.',
	order_differs: 'Este pedido ya está en Minga y es distinto: cámbielo allá.',
	joined_on_fixed: ({ joined_on }) =>
		joined_on
			? `Este taller entró al grupo el ${joined_on}, y esa fecha no cambia.`
			: 'La fecha en que este taller entró al grupo no cambia.',
	cooperative_exists: ({ code }) =>
		code ? `Hay una sola cooperativa, y su código es «${code}».` : 'Hay una sola cooperativa, y esta tiene otro código.',
	search_malformed: 'La búsqueda no es válida. Revise sus filtros.',
	synonym_empty: 'Escriba una palabra que diga algo: «de» o «para» no se buscan, y una palabra no es sinónimo de sí misma.',
	synonym_exists: ({ term }) =>
		term ? `«${term}» ya tiene un sinónimo: quítelo primero.` : 'Esa palabra ya tiene un sinónimo: quítelo primero.',
	too_many_favourites: ({ maximum }) =>
		maximum ? `Ya tiene ${maximum} favoritos: quite uno primero.` : 'Ya tiene demasiados favoritos: quite uno primero.',
	too_many_order_lines: ({ maximum }) =>
		maximum
			? `El texto nombra más de ${maximum} productos: péguelo por partes.`
			: 'El texto nombra demasiados productos: péguelo por partes.',
	too_many_synonyms: 'Ya hay demasiados sinónimos: quite uno primero.',
	allergen_unknown: 'Ese alérgeno no se conoce aquí. Elija uno de la lista.',
	allergens_missing: 'Declare también lo que contiene; si no contiene ningún alérgeno, dígalo.',
	photo_heic: 'Esta foto está en formato HEIC, que aquí no se lee. Guárdela o expórtela como JPEG y vuelva a elegirla.',
	photo_format: 'Una foto es un archivo JPEG, PNG o WebP. Elija otro archivo.',
	photo_damaged: 'La foto no se puede leer: el archivo está dañado o incompleto. Elíjala otra vez o tome una nueva.',
	photo_too_large: ({ maximum }) =>
		maximum ? `La foto es demasiado grande: hasta ${maximum} millones de píxeles.` : 'La foto tiene demasiados píxeles.',
	photo_too_small: ({ minimum }) =>
		minimum ? `La foto es demasiado pequeña: necesita al menos ${minimum} píxeles por lado.` : 'La foto es demasiado pequeña.',
	photos_full: ({ maximum }) =>
		maximum ? `Un producto lleva hasta ${maximum} fotos: borre una primero.` : 'El producto ya tiene todas sus fotos: borre una primero.',
	photos_changed: 'Alguien cambió las fotos mientras usted las ordenaba. Vuelva a cargar y ordénelas otra vez.',
	applications_limited: 'Hoy llegaron demasiadas postulaciones desde aquí. Intente mañana, o escriba a la cooperativa.',
	tax_id_invalid: 'Este RUT no es correcto: revise el dígito verificador. Un número extranjero va después de su país: AR 30-71234567-1.',
	application_decided: 'Esta postulación ya está decidida. Vuelva a cargar para verla.',
	application_unconfirmed: 'Primero confirme su dirección de correo.',
	nothing_asked: 'Aquí ya no hay nada por responder. Vuelva a cargar la página.',
	application_link_expired: 'Este enlace venció. El último correo sobre la postulación trae uno más nuevo.',
	too_many_documents: ({ maximum }) =>
		maximum ? `Una postulación tiene hasta ${maximum} documentos.` : 'La postulación ya tiene todos sus documentos.',
	document_unreadable: 'Este archivo no se puede leer. Envíe un PDF completo, o una foto en JPEG o PNG.',
	applicant_disabled: 'La persona con ese correo está desactivada: actívela primero en Personas.',
	product_is_basket: 'Este producto es una canasta: cámbielo como canasta. Solo lo que lleva adentro tiene talleres y certificados.',
	basket_in_basket: 'Una canasta no puede llevar otra canasta.',
	component_not_sold: 'Este producto ya no está en el catálogo, así que no puede ir en una canasta.',
	component_twice: 'Cada producto va una sola vez en la canasta: cambie su cantidad.',
	substitute_twice: 'Un reemplazo es otro producto que el de la canasta, y se nombra una sola vez.',
	packaging_price_invalid: 'El precio del envase no es negativo y va en la moneda de la cooperativa.',
	baskets_full: ({ maximum }) =>
		maximum ? `Puede guardar hasta ${maximum} canastas: borre una primero.` : 'Ya guardó todas las canastas que puede: borre una primero.',
	lease_lost: 'Otro proceso tomó esta tarea. Vuelva a cargar.'
};
