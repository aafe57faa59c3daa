## Errores, por su código

error-person_business_open = Antes decida lo que quedaría sin nadie: organizaciones sin personas, o pagos, deudas y cuentas que esperan a otra persona.
error-code_taken = Ese código ya está en uso: elija otro.
error-email_taken = Otra persona ya tiene ese correo.
error-invalid_tax_id = El RUT no es válido: revise el dígito verificador.
error-last_administrator = La cooperativa quedaría sin administrador. Nombre primero a otra persona.
error-link_spent = Este enlace ya fue usado, fue reemplazado o venció. Pida uno nuevo.
error-one_cooperative = La instalación tiene una sola cooperativa, y es esta.
error-organisation_kind_fixed = Ese código ya es de una organización de otro tipo.
error-password_weak =
    { $reason ->
        [repeated] Esta contraseña repite los mismos signos. Use cuatro palabras sueltas.
        [sequence] Esta contraseña sigue una fila de números, letras o teclas, o una fecha. Use cuatro palabras sueltas.
        [personal] Esta contraseña usa su nombre, su correo o el de su organización. Use cuatro palabras sueltas.
       *[common] Mucha gente usa una contraseña así y es fácil de adivinar. Use cuatro palabras sueltas.
    }
error-person_disabled = Esta persona está deshabilitada. Habilítela primero.
error-role_unfit = Los roles de calidad y finanzas existen solo en la cooperativa.
error-rut_invalid = El dígito verificador del RUT no es correcto.
error-sign_in_limited = Hubo demasiadas contraseñas equivocadas. Espere 15 minutos, ingrese desde un equipo donde ya había entrado o pida un enlace a la cooperativa.
