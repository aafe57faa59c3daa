## Errores, por su código

error-allergen_unknown = «{ $allergen }» no es un alérgeno conocido. Use gluten, leche, huevo, frutos secos, maní, soya, pescado, crustáceos, moluscos, sulfitos, sésamo, mostaza, apio o lupino; o «ninguno».
error-allergens_missing = Declare también lo que contiene; si no contiene ningún alérgeno, «ninguno».
error-basket_in_basket = Una canasta no puede llevar otra canasta.
error-baskets_full = Puede guardar hasta { $maximum } canastas: borre una primero.
error-batch_above_capacity = El lote mínimo no puede ser mayor que lo que el taller hace en una semana.
error-capacity_exceeded = No queda tanto para esta entrega.
error-component_not_sold = Este producto no está en el catálogo, así que no puede ir en una canasta.
error-component_twice = Cada producto va una sola vez en la canasta: cambie su cantidad.
error-currency_differs = Todos los precios de una lista van en la misma moneda.
error-harvest_months_empty = Indique al menos un mes en que se puede elaborar.
error-offer_ended = Esta oferta terminó. Pida a la cooperativa que la abra de nuevo.
error-packaging_price_invalid = El precio del envase no es negativo y va en la moneda de la cooperativa.
error-photo_damaged = La foto no se puede leer: el archivo está dañado o incompleto.
error-photo_format = Una foto es un archivo JPEG, PNG o WebP.
error-photo_heic = Esta foto está en formato HEIC, que aquí no se lee: guárdela como JPEG.
error-photo_too_large = La foto es demasiado grande: hasta { $maximum } millones de píxeles, y { $maximum_side } por lado.
error-photo_too_small = La foto es demasiado pequeña: necesita al menos { $minimum } píxeles por lado.
error-photos_changed = Estas no son las fotos que el producto tiene ahora: vuelva a cargarlas.
error-photos_full = Un producto lleva hasta { $maximum } fotos: borre una primero.
error-price_invalid = Un precio es mayor que cero, en la moneda de la cooperativa.
error-tier_price_increases = El precio desde { $min_quantity } unidades es mayor que desde { $lower_quantity }: por más cantidad no puede costar más cada una.
error-price_twice = Hay dos precios para el mismo producto y cantidad.
error-product_closed = Ya es tarde para pedir este producto en esta entrega.
error-product_is_basket = Este producto es una canasta: cámbielo como canasta. Solo lo que lleva adentro tiene talleres y certificados.
error-product_retired = Este producto se retiró del catálogo y ya no vuelve.
error-segment_has_list = Este segmento ya tiene su lista de precios.
error-substitute_twice = Un reemplazo es otro producto que el de la canasta, y se nombra una sola vez.

## El catálogo como archivo de un comprador

catalogue-file =
    .file-name = catalogo
    .code = código
    .name = producto
    .family = familia
    .description = descripción
    .net-content = contenido neto
    .net-unit = unidad
    .order-multiple = se pide de a
    .ingredients = ingredientes
    .allergens = alérgenos
    .no-allergens = ninguno
    .allergens-unknown = Alérgenos no declarados.
    .may-contain = puede contener
    .may-contain-sentence = Puede contener: { $allergens }.
    .storage = conservación
    .shelf-life = duración en días
    .makers = talleres
    .min-quantity = desde unidades
    .net-price = precio neto por unidad
    .currency = moneda
    .vat = IVA %
    .additional-tax = impuesto adicional %

## La tarjeta de una canasta

basket-card =
    .file-name = tarjeta
    .title = Lo que encontrará
    .packaging = En { $packaging }.
    .contains = Contiene: { $allergens }.
    .may-contain = Puede contener: { $allergens }.
    .no-allergens = Sin alérgenos declarados entre sus ingredientes.
    .allergens-unknown = Pregunte por los alérgenos antes de comer.
    .substitutes = Un producto puede venir reemplazado por otro parecido; los alérgenos consideran también los reemplazos.

## La hoja de la semana

fresh-sheet =
    .file-name = hoja-de-la-semana
    .title = Lo de esta semana
    .week = Entregas del { $from } al { $until }
    .new = Nuevo
    .ending = Se acaba
    .in-season = De temporada
    .plentiful = En abundancia
    .empty = Nada nuevo, de temporada ni en abundancia esta semana.

net-unit =
    { $unit ->
        [g] g
        [ml] ml
       *[unit] unidad
    }

storage =
    { $storage ->
        [chilled] refrigerado, 0 a 5 °C
        [frozen] congelado, −18 °C o menos
       *[ambient] fresco y seco
    }

allergen =
    { $allergen ->
        [milk] leche
        [eggs] huevo
        [nuts] frutos secos
        [peanuts] maní
        [soy] soya
        [fish] pescado
        [crustaceans] crustáceos
        [molluscs] moluscos
        [sulphites] sulfitos
        [sesame] sésamo
        [mustard] mostaza
        [celery] apio
        [lupin] lupino
       *[gluten] gluten
    }
