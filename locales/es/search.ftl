# Frases de los errores de la búsqueda.

error-allergen_unknown = «{ $allergen }» no es un alérgeno que declaren los productos.
error-search_malformed = La búsqueda no es válida. Revise el mes: es un número del 1 al 12.
