//! Test data: sixty fictitious products of a cooperative in Aysén, and one that is not published.

use uuid::Uuid;

use crate::search::{
    ALL_YEAR, ProductDocument,
    rules::{content_keys, filter_allergens},
};

/// One line per product: code | family | name es | name en | ingredients | allergens | practices | comunas | months |
/// fairness. Months are `all`, or a range such as `2-4`.
const LINES: &str = "\
MER-01|jam|Mermelada de calafate|Calafate jam|calafate, azúcar|-|wild_harvest|Coyhaique|all|500
MER-02|jam|Mermelada de murta|Murta jam|murta, azúcar|-|organic|Aysén|all|400
MER-03|jam|Mermelada de ruibarbo y frutilla|Rhubarb and strawberry jam|ruibarbo, frutilla, azúcar|-|organic|Coyhaique|all|300
MER-04|jam|Mermelada de rosa mosqueta|Rosehip jam|rosa mosqueta, azúcar|-|wild_harvest|Cochrane|all|700
MER-05|jam|Confitura de frambuesa|Raspberry preserve|frambuesa, azúcar|-|-|Chile Chico|all|200
MER-06|jam|Mermelada de cereza sin azúcar|Sugar-free cherry jam|cereza, jugo de manzana|-|no_added_sugar|Chile Chico|12-3|600
MER-07|jam|Dulce de membrillo|Quince paste|membrillo, azúcar|-|-|Chile Chico|all|900
MER-08|jam|Jalea de sauco|Elderberry jelly|sauco, azúcar|-|-|Coyhaique|all|100
MER-09|jam|Mermelada de grosella|Currant jam|grosella, azúcar|-|organic|Puerto Ibáñez|all|250
MER-10|jam|Mermelada de murta y manzana|Murta and apple jam|murta, manzana, azúcar|-|organic|Aysén|all|350
MIE-01|honey|Miel de ulmo|Ulmo honey|miel|-|-|Puerto Cisnes|all|400
MIE-02|honey|Miel de tiaca|Tiaca honey|miel|-|organic|Puerto Cisnes|all|300
MIE-03|honey|Miel multifloral de bosque nativo|Native forest honey|miel|-|organic|Aysén|all|800
MIE-04|honey|Miel cremosa con calafate|Creamed honey with calafate|miel, calafate|-|-|Coyhaique|all|500
MIE-05|honey|Polen de abeja|Bee pollen|polen|-|-|Puerto Cisnes|all|200
PES-01|smoked|Salmón ahumado en frío|Cold smoked salmon|salmón, sal, humo de lenga|pescado|artisanal|Aysén|all|300
PES-02|smoked|Salmón ahumado en caliente|Hot smoked salmon|salmón, sal, pimienta|fish|artisanal|Aysén|all|200
PES-03|smoked|Trucha ahumada del Baker|Smoked trout from the Baker|trucha, sal|fish|artisanal|Cochrane|all|100
PES-04|smoked|Merluza austral ahumada|Smoked southern hake|merluza, sal|fish|-|Aysén|all|600
PES-05|smoked|Paté de trucha|Trout pâté|trucha, crema, sal|fish, leche|-|Cochrane|all|450
PES-06|smoked|Robalo ahumado|Smoked bass|robalo, sal|fish|-|Aysén|all|700
MAR-01|seafood|Cholgas ahumadas en aceite|Smoked mussels in oil|cholgas, aceite de maravilla|molluscs|-|Puerto Cisnes|all|300
MAR-02|seafood|Conserva de centolla|Preserved king crab|centolla, sal|crustaceans|-|Aysén|7-11|500
MAR-03|seafood|Pasta de erizo|Sea urchin spread|erizo, mantequilla|molluscs, milk|-|Puerto Cisnes|all|400
MAR-04|seafood|Cochayuyo deshidratado|Dried kelp|cochayuyo|-|wild_harvest|Puerto Cisnes|all|350
COR-01|meat|Cordero entero faenado|Whole lamb|cordero|-|grass_fed|Coyhaique|12-3|300
COR-02|meat|Pierna de cordero|Leg of lamb|cordero|-|grass_fed|Cochrane|12-3|200
COR-03|meat|Costillar de cordero al merkén|Lamb ribs with merkén|cordero, merkén|-|grass_fed|Puerto Ibáñez|12-3|400
COR-04|meat|Charqui de vacuno|Beef jerky|vacuno, sal|-|-|Coyhaique|all|500
COR-05|meat|Charqui de guanaco|Guanaco jerky|guanaco, sal|-|-|Cochrane|all|650
COR-06|meat|Longaniza de cordero y jabalí|Lamb and wild boar sausage|cordero, jabalí, ajo|-|-|Coyhaique|all|550
QUE-01|cheese|Queso de oveja madurado|Matured sheep cheese|leche de oveja, cuajo, sal|milk|artisanal|Coyhaique|all|300
QUE-02|cheese|Queso de cabra fresco|Fresh goat cheese|leche de cabra, cuajo, sal|milk|artisanal|Chile Chico|9-4|200
QUE-03|cheese|Queso mantecoso de campo|Farmhouse cheese|leche de vaca, cuajo, sal|leche|-|Coyhaique|all|100
QUE-04|cheese|Mantequilla de campo|Farm butter|crema de leche, sal|milk|-|Coyhaique|all|600
QUE-05|cheese|Manjar de leche de campo|Farm caramel spread|leche, azúcar|milk|-|Aysén|all|800
LIC-01|liqueur|Licor de calafate|Calafate liqueur|calafate, aguardiente, azúcar|-|-|Coyhaique|all|350
LIC-02|liqueur|Licor de murtilla|Murta liqueur|murtilla, aguardiente, azúcar|-|-|Aysén|all|450
LIC-03|liqueur|Licor de oro con cedrón|Golden liqueur with verbena|suero, aguardiente, cedrón|milk|-|Puerto Cisnes|all|250
LIC-04|liqueur|Hidromiel seca|Dry mead|miel, agua, levadura|sulfitos|organic|Puerto Cisnes|all|550
LIC-05|liqueur|Gin patagónico de bosque|Patagonian forest gin|alcohol, enebro, canelo|-|wild_harvest|Coyhaique|all|650
LIC-06|liqueur|Cerveza rubia de calafate|Calafate blonde ale|cebada, lúpulo, calafate|gluten|-|Coyhaique|all|750
HON-01|mushroom|Morchellas secas|Dried morels|morchella|-|wild_harvest|Coyhaique|10-11|200
HON-02|mushroom|Callampas deshidratadas|Dried mushrooms|hongo de pino|-|wild_harvest|Coyhaique|3-6|300
HON-03|mushroom|Changles en escabeche|Pickled changle mushrooms|changle, vinagre|sulphites|wild_harvest|Aysén|4-6|400
HON-04|mushroom|Polvo de hongos y sal|Mushroom salt|hongos, sal de mar|-|-|Coyhaique|all|500
PAN-01|bakery|Kuchen de frambuesa|Raspberry kuchen|harina de trigo, frambuesa, huevo|gluten, huevos, milk|-|Aysén|all|300
PAN-02|bakery|Galletas de miel|Honey biscuits|harina de trigo, miel, huevo|gluten, eggs|-|Coyhaique|all|100
PAN-03|bakery|Galletas de avena con murta|Oat and murta cookies|avena, murta, mantequilla|gluten, milk|organic|Aysén|all|700
PAN-04|bakery|Pan de masa madre|Sourdough bread|harina de trigo, agua, sal|gluten|-|Coyhaique|all|200
PAN-05|bakery|Alfajores de manjar|Caramel alfajores|harina de maíz, manjar|milk|-|Cochrane|all|400
PAN-06|bakery|Granola con avellanas y maqui|Hazelnut and maqui granola|avena, avellana, maqui|gluten, frutos secos|organic|Coyhaique|all|500
CHO-01|sweets|Chocolate amargo con maqui|Dark chocolate with maqui|cacao, azúcar, maqui|milk, soja|-|Coyhaique|all|300
CHO-02|sweets|Bombones de licor de murta|Murta liqueur bonbons|cacao, azúcar, licor de murta|milk|-|Aysén|all|200
CHO-03|sweets|Calugas de miel|Honey caramels|miel, crema|milk|-|Puerto Cisnes|all|600
HIE-01|herbs|Infusión de menta y poleo|Mint and pennyroyal tea|menta, poleo|-|organic|Puerto Ibáñez|11-3|300
HIE-02|herbs|Sal de mar con merkén|Sea salt with merkén|sal, merkén|-|-|Puerto Cisnes|all|400
HIE-03|herbs|Té de rosa mosqueta|Rosehip tea|rosa mosqueta|-|wild_harvest|Cochrane|all|500
HIE-04|herbs|Ajo chilote en pasta|Chilote garlic paste|ajo, aceite|-|-|Aysén|all|600
CAN-01|basket|Canasta de bienvenida|Welcome basket|miel, mermelada, queso|milk|-|Coyhaique|all|100
";

/// Code, Spanish name, English name.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("jam", "Mermeladas y dulces", "Jams and preserves"),
    ("honey", "Mieles", "Honeys"),
    ("smoked", "Ahumados", "Smoked fish"),
    ("seafood", "Mariscos y algas", "Seafood"),
    ("meat", "Carnes", "Meat"),
    ("cheese", "Quesos y lácteos", "Cheese and dairy"),
    ("liqueur", "Licores y bebidas", "Liqueurs and drinks"),
    ("mushroom", "Hongos", "Mushrooms"),
    ("bakery", "Panes y kuchenes", "Breads and cakes"),
    ("sweets", "Chocolates y confites", "Chocolates and sweets"),
    ("herbs", "Hierbas y sales", "Herbs and salts"),
    ("basket", "Canastas", "Baskets"),
];

/// All products.
pub fn products() -> Vec<ProductDocument> {
    let mut products: Vec<_> = LINES.lines().enumerate().map(|(number, line)| parse_product(number, line)).collect();
    products.push(ProductDocument {
        id: Uuid::from_u128(999),
        code: "MER-99".into(),
        name_es: "Mermelada de nalca".into(),
        family_code: "jam".into(),
        family_es: "Mermeladas y dulces".into(),
        harvest_months: ALL_YEAR,
        ..ProductDocument::default()
    });
    products
}

fn parse_product(number: usize, line: &str) -> ProductDocument {
    let [code, family, es, en, ingredients, allergens, practices, places, months, fairness] =
        line.split('|').collect::<Vec<_>>().try_into().expect("ten columns");
    let list = |text: &str| match text {
        "-" => Vec::new(),
        text => text.split(", ").map(str::to_owned).collect(),
    };
    let (_, family_es, family_en) = FAMILIES.iter().find(|(code, ..)| *code == family).expect("a family");
    ProductDocument {
        id: Uuid::from_u128(number as u128 + 1),
        code: code.into(),
        name_es: es.into(),
        name_en: en.into(),
        description_es: format!("{es} hecha en la Patagonia por una familia de {places}."),
        description_en: format!("{en} made in Patagonia by a family of {places}."),
        family_code: family.into(),
        family_es: (*family_es).into(),
        family_en: (*family_en).into(),
        ingredients_es: ingredients.into(),
        not_free_of: list(allergens)
            .iter()
            .flat_map(|name| filter_allergens(name).expect("known").iter().collect::<Vec<_>>())
            .collect(),
        contents: content_keys(&[es, ingredients], &[en]),
        practices: list(practices),
        places: list(places),
        makers: vec![format!("Taller {}", number % 12)],
        harvest_months: parse_months(months),
        published: true,
        fairness: fairness.parse().expect("a number"),
    }
}

fn parse_months(months: &str) -> i32 {
    let Some((from, to)) = months.split_once('-') else { return ALL_YEAR };
    let (from, to): (u32, u32) = (from.parse().expect("a month"), to.parse().expect("a month"));
    let inside = |month: &u32| if from <= to { (from..=to).contains(month) } else { *month >= from || *month <= to };
    (1..=12).filter(inside).map(|month| 1 << (month - 1)).sum()
}
