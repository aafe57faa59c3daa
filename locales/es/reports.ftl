# Informes: nombres de las columnas de los archivos.

## Equidad de una temporada, un taller por fila

fairness-workshops =
    .file-name = equidad
    .code = código
    .name = taller
    .weight = participación
    .share-agreed = participación acordada %
    .share-received = participación recibida %
    .received = aceptado
    .awaited = por recibir
    .declined = rechazado por el taller o sin respuesta
    .short = faltó o no pasó el control
    .withdrawn = retirado por la cooperativa
    .credit = crédito de ingreso
    .ratio = índice

## Equidad de una temporada, un ciclo por fila

fairness-cycles =
    .file-name = equidad-ciclos
    .code = ciclo
    .delivery-date = entrega
    .lowest = índice más bajo
    .median = índice del medio
    .highest = índice más alto
    .gap = distancia entre quienes pudieron hacer más
    .highest-lot = tanda más cara por participación
    .could-make-more = talleres que pudieron hacer más
