# Catalogue: the texts of its files.

## The catalogue as a file for a buyer

catalogue-file =
    .file-name = catalogue
    .code = code
    .name = product
    .family = family
    .description = description
    .net-content = net content
    .net-unit = unit
    .order-multiple = sold in multiples of
    .ingredients = ingredients
    .allergens = allergens
    .no-allergens = none
    .allergens-unknown = Allergens not declared.
    .may-contain = may contain
    .may-contain-sentence = May contain: { $allergens }.
    .storage = storage
    .shelf-life = shelf life in days
    .makers = workshops
    .min-quantity = from units
    .net-price = net price per unit
    .currency = currency
    .vat = VAT %
    .additional-tax = additional tax %

## The card of a basket

basket-card =
    .file-name = card
    .title = What you will find
    .packaging = In { $packaging }.
    .contains = Contains: { $allergens }.
    .may-contain = May contain: { $allergens }.
    .no-allergens = No allergens declared among its ingredients.
    .allergens-unknown = Please ask about allergens before eating.
    .substitutes = A product may be replaced by a similar one; the allergens cover the replacements too.

fresh-sheet =
    .file-name = fresh-sheet
    .title = Fresh this week
    .week = Deliveries from { $from } to { $until }
    .new = New
    .ending = Ending
    .in-season = In season
    .plentiful = Plentiful
    .empty = Nothing is new, in season or plentiful this week.

net-unit =
    { $unit ->
        [g] g
        [ml] ml
       *[unit] unit
    }

storage =
    { $storage ->
        [chilled] chilled, 0–5 °C
        [frozen] frozen, −18 °C or below
       *[ambient] dry and cool
    }

allergen =
    { $allergen ->
        [milk] milk
        [eggs] eggs
        [nuts] nuts
        [peanuts] peanuts
        [soy] soy
        [fish] fish
        [crustaceans] crustaceans
        [molluscs] molluscs
        [sulphites] sulphites
        [sesame] sesame
        [mustard] mustard
        [celery] celery
        [lupin] lupin
       *[gluten] gluten
    }
