## Errores, por su código

error-cooperative_exists = Hay una sola cooperativa, y su código es «{ $code }».
error-file_unknown = El nombre de este archivo no dice qué trae: use uno como workshops.csv.
error-import_refused = Los archivos no se importaron: corrija lo que se indica y tráigalos de nuevo.
error-joined_on_fixed = Este taller entró al grupo el { DATETIME($joined_on) }, y esa fecha no cambia.
error-not_an_instant = Escriba día y hora así: 2026-03-31 18:00.
error-not_months = Escriba números de meses, como 1 2 3 12.
error-order_differs = Este pedido ya está en Minga y es distinto: cámbielo allá.
error-row_repeated = La línea { $first } de este archivo tiene la misma clave. Deje una de las dos filas.
error-rows_differ = Todas las filas de lo mismo deben decir lo mismo en { $columns }.
error-unknown_code = Nadie tiene este código, ni en Minga ni en los archivos.
