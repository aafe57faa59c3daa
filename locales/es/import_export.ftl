## Errores, por su código

error-cooperative_exists = Hay una sola cooperativa, y esta tiene otro código.
error-file_unknown = El nombre de este archivo no dice qué trae: use uno como workshops.csv.
error-import_refused = Los archivos no se importaron: corrija lo que se indica y tráigalos de nuevo.
error-installation_exists = Esta instalación ya tiene su cooperativa.
error-joined_on_fixed = La fecha en que este taller entró al grupo no cambia.
error-not_an_instant = Escriba día y hora así: 2026-03-31 18:00.
error-not_months = Escriba números de meses, como 1 2 3 12.
error-order_differs = Este pedido ya está en Minga y es distinto: cámbielo allá.
error-rows_differ = Las filas de lo mismo deben decir lo mismo, menos en sus líneas.
error-unknown_code = Nadie tiene este código, ni en Minga ni en los archivos.
