# Nombres de las columnas de los informes.

fairness-workshops =
    .file-name = equidad
    .code = código
    .name = taller
    .share = participación
    .agreed = participación acordada %
    .received-share = participación recibida %
    .accepted = aceptado
    .awaited = por recibir
    .declined = rechazado por el taller o sin respuesta
    .short = faltó o no pasó el control
    .withdrawn = retirado por la cooperativa
    .joining-credit = crédito de ingreso
    .ratio = índice
fairness-cycles =
    .file-name = equidad-ciclos
    .code = ciclo
    .delivery = entrega
    .lowest = índice más bajo
    .median = índice del medio
    .highest = índice más alto
    .gap = distancia entre quienes pudieron hacer más
    .lot = tanda más cara por participación
    .free = talleres que pudieron hacer más
