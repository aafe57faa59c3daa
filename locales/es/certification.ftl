## Errores, por su código

error-certificate_expired = El último día del certificado ya pasó: otorgue uno nuevo.
error-certificate_overlaps = Otro certificado de este taller y producto ya cubre algunos de esos días.
error-certificate_withdrawn = El certificado fue retirado definitivamente: otorgue uno nuevo.
error-number_taken = Otro certificado ya tiene ese número.
