# Frases de los errores de la búsqueda.

error-search_malformed = La búsqueda no es válida. Revise el mes: es un número del 1 al 12.
error-synonym_empty = Escriba una palabra que diga algo: «de» o «para» no se buscan, y una palabra no es sinónimo de sí misma.
error-synonym_exists = «{ $term }» ya tiene un sinónimo: quítelo primero.
error-too_many_synonyms = Ya hay { $maximum } sinónimos: quite uno primero.
error-too_many_order_lines = El texto nombra más de { $maximum } productos: péguelo por partes.
