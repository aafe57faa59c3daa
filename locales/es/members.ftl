## Errores, por su código

error-workshop_business_open = Antes de que el taller salga del grupo decida lo que está abierto: encargos, bienes sin repartir, sellos o pagos.
error-account_number_invalid = Escriba el número de cuenta: de 4 a 20 dígitos.
error-authorisation_exists = Este taller ya tiene una autorización con ese número y otras fechas.
error-bank_unknown = No conocemos un banco con ese código.
error-decided_in_future = Ese día la asamblea aún no se ha reunido.
error-effective_before_decided = El acuerdo rige desde el día en que se tomó, o después.
error-ends_before_start = El último día no puede ser anterior al primero.
error-left_before_joining = El último día en el grupo no puede ser anterior al primero.
error-not_a_producer = El taller debe pertenecer a una organización de tipo productor.
error-own_account_change = Quien ingresó una cuenta no puede confirmarla: pida a otra persona.
error-pause_overlaps = Otra pausa del taller ya cubre algunos de esos días: cambie esa.
error-season_overlaps = Otra temporada ya cubre algunos de esos días.
error-share_before_joining = La participación comienza el día en que el taller entró al grupo, o después.
error-share_in_past = La participación cambia de hoy en adelante, no hacia atrás.
error-share_not_newest = La nueva participación debe comenzar después de la anterior.
