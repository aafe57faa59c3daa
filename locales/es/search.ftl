# Frases de los errores de la búsqueda.

error-search_malformed = La búsqueda no es válida. Revise el mes: es un número del 1 al 12.
