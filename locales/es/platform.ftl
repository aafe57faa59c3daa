# Palabras que usan los textos de todas las partes.

units =
    { $units ->
        [one] { $units } unidad
       *[other] { $units } unidades
    }
lots =
    { $lots ->
        [one] { $lots } tanda
       *[other] { $lots } tandas
    }
date-and-time = { DATETIME($at, dateStyle: "full") } a las { DATETIME($at, timeStyle: "short") }

## Errores, por su código

error-cell_count = Esta fila tiene { $cells } celdas y el encabezado { $columns }: revise comas y comillas.
error-column_twice = El encabezado nombra esta columna dos veces.
error-not_printable = Estos signos no se pueden imprimir en los documentos: { $characters }. Escriba el texto sin ellos.
error-control_character = Este texto tiene signos que no se pueden guardar. Escríbalo de nuevo.
error-date_out_of_span = Escriba una fecha entre el { DATETIME($first) } y el { DATETIME($last) }.
error-forbidden = Su cuenta no puede hacer esto. Si le corresponde, pida acceso a la cooperativa.
error-host_invalid = El envío llegó sin el nombre de este sitio. Vuelva a cargar la página.
error-internal = Algo falló de nuestro lado. Intente de nuevo; si se repite, avise a la cooperativa.
error-invalid_email = La dirección de correo no es válida. Antes de la @ no puede llevar tildes ni ñ.
error-invalid_format = Este dato no tiene la forma esperada.
error-lease_lost = Otro proceso tomó esta tarea. Vuelva a cargar.
error-malformed_json = El texto no tiene la forma esperada.
error-missing_column = Falta esta columna en el encabezado.
error-not_a_date = Escriba la fecha así: 2026-03-31.
error-not_a_number = Escriba un número entero, solo con cifras.
error-not_a_percentage = Escriba un porcentaje de 0 a 100, como 19 o 31.5.
error-not_allowed = Elija una de las opciones.
error-not_an_amount = Escriba el monto solo con cifras, sin separador de miles, como { $example }.
error-not_found = Esto no existe, o no es de su cuenta.
error-outcome_unknown = No se sabe si quedó guardado: se perdió la respuesta. Envíelo de nuevo; no se hace dos veces.
error-out_of_range = Este número es demasiado chico o demasiado grande.
error-reference_unknown = Esto nombra algo que ya no existe. Vuelva a cargar y elija de nuevo.
error-refused = Esto no se puede hacer ahora.
error-required = Falta completar este dato.
error-stale = Alguien cambió esto mientras usted lo veía. Vuelva a cargar y repita su cambio.
error-too_few = Faltan líneas.
error-too_long = Este texto es demasiado largo.
error-repeated_key = El envío trae dos veces «{ $key }».
error-too_many = Demasiados intentos seguidos, o demasiadas líneas. Espere un minuto o envíe menos.
error-too_many_rows = El archivo tiene más de { $maximum } filas: divídalo.
error-too_short = Este texto es demasiado corto.
error-unavailable = Minga está muy ocupada. Espere un momento e intente de nuevo.
error-unknown_column = Esta columna no existe aquí. Las que hay: { $columns }.
error-unknown_field = Este dato no se conoce aquí.
error-unknown_word = Escriba una de estas palabras: { $allowed }.
error-leading_zeros_lost = Se perdieron los ceros del principio: aquí está { $stored }. Dé a la columna el formato de texto y escríbalo de nuevo.
error-letters_lost = Se perdieron letras antes de guardar el archivo: guarde de nuevo el original como CSV en UTF-8.
error-value_not_shown = La planilla escribió { $shown } en vez del valor: dé a la columna el formato de texto y guarde de nuevo.
error-unreadable = No se puede leer: guarde el archivo como CSV en UTF-8 y revise las comillas.
error-wrong_type = Este dato no tiene la forma esperada.
