## Errores, por su código

error-certificate_expired = El último día del certificado ya pasó: otorgue uno nuevo.
error-certificate_overlaps = Otro certificado de este taller y producto ya cubre algunos de esos días.
error-certificate_withdrawn = El certificado fue retirado definitivamente: otorgue uno nuevo.
error-criterion_twice = Un criterio tiene dos respuestas.
error-criterion_unknown = El protocolo no tiene ese criterio.
error-nothing_to_renew = La primera versión de una familia no tiene certificados que renovar.
error-number_taken = Otro certificado ya tiene ese número.
error-protocol_applies_too_early = La versión rige desde hoy o después, y después de la versión anterior.
error-protocol_draft_exists = Esta familia ya tiene un borrador.
error-protocol_of_other_family = Solo se comparan versiones de una misma familia.
error-protocol_published = Una versión publicada no cambia: comience una nueva.
error-protocol_without_criteria = Un protocolo necesita al menos un criterio antes de publicarse.
error-renew_by_missing = Diga hasta cuándo se renuevan los certificados de la versión anterior.
error-renew_by_too_early = Los certificados se renuevan desde el día en que rige la versión.
error-too_many_criteria = El protocolo ya tiene todos los criterios que puede tener.
