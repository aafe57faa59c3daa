## Errores, por su código

error-code_taken = Ese código ya está en uso: elija otro.
error-email_taken = Otra persona ya tiene ese correo.
error-invalid_tax_id = El RUT no es válido: revise el dígito verificador.
error-last_administrator = La cooperativa quedaría sin administrador. Nombre primero a otra persona.
error-link_spent = Este enlace ya fue usado, fue reemplazado o venció. Pida uno nuevo.
error-one_cooperative = La instalación tiene una sola cooperativa, y es esta.
error-organisation_kind_fixed = Ese código ya es de una organización de otro tipo.
error-person_disabled = Esta persona está deshabilitada. Habilítela primero.
error-role_unfit = Los roles de calidad y finanzas existen solo en la cooperativa.
error-rut_invalid = El dígito verificador del RUT no es correcto.
