# Palabras que usan los textos de todas las partes.

units =
    { $units ->
        [one] { $units } unidad
       *[other] { $units } unidades
    }
lots =
    { $lots ->
        [one] { $lots } tanda
       *[other] { $lots } tandas
    }
date-and-time = { DATETIME($at, dateStyle: "full") } a las { DATETIME($at, timeStyle: "short") }
