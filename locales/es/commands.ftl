# Lo que dicen las órdenes de la línea de comandos.

first-run-link = Nadie administra todavía esta instalación. Abra este enlace (sirve una vez, por tres días):

import-row-error = { $file } línea { $line }: { $error } ({ $code })
import-cell-error = { $file } línea { $line }, { $column }: { $error } ({ $code })
import-more-errors = … y { $count } más
import-refused =
    { $count ->
        [one] hay { $count } error en estos archivos; no se importó nada
       *[other] hay { $count } errores en estos archivos; no se importó nada
    }
import-file = { $file }: { import-rows }, { import-changes }
import-rows =
    { $rows ->
        [one] { $rows } fila
       *[other] { $rows } filas
    }
import-changes =
    { $changes ->
        [one] { $changes } cambio
       *[other] { $changes } cambios
    }
import-account = workshops.csv línea { $line }: la cuenta de { $workshop } cambia de { $before } a { $after }; otra persona la confirma antes del próximo pago.
import-late-arrival = arrivals.csv línea { $line }: la entrega del { $delivery } ya cerró y cuenta { $counted } huéspedes de { $buyer } { $reference }, no { $guests }.
import-possible = Todo se puede importar; no se guardó nada.
import-done = Importado.
