//! The products of the fictitious cooperative, in the families of the region.

use entities::values::{
    NetUnit::{G, Ml},
    Storage::{Ambient, Chilled},
};

use super::data::DemoProduct;

const fn product(
    code: &'static str,
    family: &'static str,
    name: (&'static str, &'static str),
    price: i64,
) -> DemoProduct {
    DemoProduct {
        code,
        family,
        name,
        net: (250, G),
        lot_size: 12,
        price,
        shelf_life_days: 365,
        storage: Ambient,
        allergens: "none",
        practices: &[],
        harvest_months: 4095,
        makers: &[],
        capacity: 96,
        min_batch: None,
        additional_tax: None,
    }
}

/// The products.
pub const PRODUCTS: &[DemoProduct] = &[
    DemoProduct {
        practices: &["wild_harvest"],
        makers: &[0, 1, 11],
        ..product("mermelada-calafate", "mermeladas", ("Mermelada de calafate", "Calafate jam"), 4200)
    },
    DemoProduct {
        practices: &["home_grown"],
        makers: &[0, 1, 11],
        ..product("mermelada-ruibarbo", "mermeladas", ("Mermelada de ruibarbo", "Rhubarb jam"), 3600)
    },
    DemoProduct {
        practices: &["home_grown"],
        makers: &[0, 1, 11],
        ..product("mermelada-grosella", "mermeladas", ("Mermelada de grosella", "Redcurrant jam"), 3700)
    },
    DemoProduct {
        practices: &["wild_harvest"],
        makers: &[0, 1, 11],
        ..product("mermelada-rosa-mosqueta", "mermeladas", ("Mermelada de rosa mosqueta", "Rosehip jam"), 3900)
    },
    DemoProduct {
        practices: &["home_grown"],
        makers: &[0, 1, 11],
        ..product("mermelada-frambuesa", "mermeladas", ("Mermelada de frambuesa", "Raspberry jam"), 3800)
    },
    DemoProduct {
        practices: &["wild_harvest"],
        makers: &[0, 1],
        ..product("mermelada-murta", "mermeladas", ("Mermelada de murta", "Murta berry jam"), 4000)
    },
    DemoProduct {
        net: (500, G),
        shelf_life_days: 720,
        practices: &["raw"],
        makers: &[2, 3],
        capacity: 84,
        ..product("miel-ulmo", "mieles", ("Miel de ulmo", "Ulmo honey"), 5200)
    },
    DemoProduct {
        net: (500, G),
        shelf_life_days: 720,
        practices: &["raw"],
        makers: &[2, 3],
        capacity: 84,
        ..product("miel-estepa", "mieles", ("Miel de estepa", "Steppe flower honey"), 4900)
    },
    DemoProduct {
        net: (500, G),
        shelf_life_days: 720,
        practices: &["raw"],
        makers: &[2, 3],
        capacity: 84,
        ..product("miel-multiflora", "mieles", ("Miel multiflora", "Wildflower honey"), 4500)
    },
    DemoProduct {
        net: (500, G),
        shelf_life_days: 720,
        practices: &["raw"],
        makers: &[2, 3],
        capacity: 84,
        ..product("miel-crema", "mieles", ("Miel cremada", "Creamed honey"), 5000)
    },
    DemoProduct {
        net: (500, G),
        shelf_life_days: 720,
        practices: &["raw"],
        makers: &[2, 3],
        capacity: 84,
        ..product("miel-polen", "mieles", ("Polen de abejas", "Bee pollen"), 6200)
    },
    DemoProduct {
        net: (200, G),
        lot_size: 10,
        shelf_life_days: 45,
        storage: Chilled,
        allergens: "fish",
        practices: &["wood_smoked"],
        makers: &[4, 5],
        capacity: 90,
        ..product("ahumado-salmon", "ahumados", ("Salmón ahumado", "Smoked salmon"), 8900)
    },
    DemoProduct {
        net: (200, G),
        lot_size: 10,
        shelf_life_days: 45,
        storage: Chilled,
        allergens: "fish",
        practices: &["wood_smoked"],
        makers: &[4, 5],
        capacity: 90,
        ..product("ahumado-trucha", "ahumados", ("Trucha ahumada", "Smoked trout"), 8200)
    },
    DemoProduct {
        net: (200, G),
        lot_size: 10,
        shelf_life_days: 45,
        storage: Chilled,
        allergens: "fish",
        practices: &["wood_smoked"],
        makers: &[4, 5],
        capacity: 90,
        ..product("ahumado-merluza", "ahumados", ("Merluza ahumada", "Smoked hake"), 6900)
    },
    DemoProduct {
        lot_size: 10,
        shelf_life_days: 45,
        storage: Chilled,
        allergens: "fish",
        practices: &["wood_smoked"],
        makers: &[4, 5],
        capacity: 90,
        min_batch: Some(20),
        ..product("ahumado-sierra", "ahumados", ("Sierra ahumada", "Smoked snoek"), 6400)
    },
    DemoProduct {
        net: (180, G),
        lot_size: 10,
        shelf_life_days: 45,
        storage: Chilled,
        allergens: "molluscs",
        practices: &["wood_smoked"],
        makers: &[4, 5],
        capacity: 90,
        ..product("ahumado-choritos", "ahumados", ("Choritos ahumados", "Smoked mussels"), 5600)
    },
    DemoProduct {
        net: (500, G),
        lot_size: 8,
        shelf_life_days: 60,
        storage: Chilled,
        allergens: "milk",
        practices: &["grass_fed"],
        makers: &[6, 7],
        capacity: 72,
        ..product("queso-mantecoso", "quesos", ("Queso mantecoso de campo", "Farmhouse butter cheese"), 6800)
    },
    DemoProduct {
        net: (500, G),
        lot_size: 8,
        shelf_life_days: 60,
        storage: Chilled,
        allergens: "milk",
        practices: &["grass_fed"],
        makers: &[6, 7],
        capacity: 72,
        ..product("queso-oveja", "quesos", ("Queso de oveja maduro", "Aged sheep cheese"), 9800)
    },
    DemoProduct {
        net: (500, G),
        lot_size: 8,
        shelf_life_days: 60,
        storage: Chilled,
        allergens: "milk",
        practices: &["grass_fed"],
        makers: &[6, 7],
        capacity: 72,
        ..product("queso-fresco", "quesos", ("Queso fresco", "Fresh cheese"), 4200)
    },
    DemoProduct {
        net: (500, G),
        lot_size: 8,
        shelf_life_days: 60,
        storage: Chilled,
        allergens: "milk",
        practices: &["grass_fed"],
        makers: &[6, 7],
        capacity: 72,
        ..product("queso-merken", "quesos", ("Queso con merkén", "Cheese with merken"), 7100)
    },
    DemoProduct {
        net: (500, G),
        lot_size: 8,
        shelf_life_days: 60,
        storage: Chilled,
        allergens: "milk",
        practices: &["grass_fed"],
        makers: &[6, 7],
        capacity: 72,
        ..product("queso-ahumado", "quesos", ("Queso ahumado", "Smoked cheese"), 7400)
    },
    DemoProduct {
        net: (2000, G),
        lot_size: 4,
        shelf_life_days: 10,
        storage: Chilled,
        practices: &["open_range"],
        harvest_months: 3615,
        makers: &[8, 6],
        capacity: 48,
        ..product("cordero-pierna", "cordero", ("Pierna de cordero", "Leg of lamb"), 18900)
    },
    DemoProduct {
        net: (1500, G),
        lot_size: 4,
        shelf_life_days: 10,
        storage: Chilled,
        practices: &["open_range"],
        harvest_months: 3615,
        makers: &[8, 6],
        capacity: 48,
        ..product("cordero-paleta", "cordero", ("Paleta de cordero", "Shoulder of lamb"), 14900)
    },
    DemoProduct {
        net: (800, G),
        lot_size: 4,
        shelf_life_days: 10,
        storage: Chilled,
        practices: &["open_range"],
        harvest_months: 3615,
        makers: &[8, 6],
        capacity: 48,
        ..product("cordero-chuletas", "cordero", ("Chuletas de cordero", "Lamb chops"), 11900)
    },
    DemoProduct {
        net: (150, G),
        lot_size: 4,
        shelf_life_days: 180,
        practices: &["open_range"],
        makers: &[8, 6],
        capacity: 48,
        ..product("cordero-charqui", "cordero", ("Charqui de cordero", "Dried lamb"), 7900)
    },
    DemoProduct {
        net: (375, Ml),
        lot_size: 6,
        shelf_life_days: 1800,
        practices: &["small_batch"],
        makers: &[9, 0],
        capacity: 48,
        additional_tax: Some(("24", 3150)),
        ..product("licor-calafate", "licores", ("Licor de calafate", "Calafate liqueur"), 9900)
    },
    DemoProduct {
        net: (375, Ml),
        lot_size: 6,
        shelf_life_days: 1800,
        practices: &["small_batch"],
        makers: &[9, 0],
        capacity: 48,
        additional_tax: Some(("24", 3150)),
        ..product("licor-ruibarbo", "licores", ("Licor de ruibarbo", "Rhubarb liqueur"), 9200)
    },
    DemoProduct {
        net: (375, Ml),
        lot_size: 6,
        shelf_life_days: 1800,
        practices: &["small_batch"],
        makers: &[9, 0],
        capacity: 48,
        additional_tax: Some(("24", 3150)),
        ..product("licor-hierbas", "licores", ("Licor de hierbas", "Herb liqueur"), 9500)
    },
    DemoProduct {
        net: (375, Ml),
        lot_size: 6,
        shelf_life_days: 1800,
        practices: &["small_batch"],
        makers: &[9, 0],
        capacity: 48,
        additional_tax: Some(("24", 3150)),
        ..product("licor-maqui", "licores", ("Licor de maqui", "Maqui liqueur"), 9700)
    },
    DemoProduct {
        net: (50, G),
        lot_size: 10,
        shelf_life_days: 540,
        practices: &["wild_harvest"],
        harvest_months: 3840,
        makers: &[10, 1],
        capacity: 50,
        ..product("hongo-morchella", "hongos", ("Morchella seca", "Dried morels"), 14900)
    },
    DemoProduct {
        net: (80, G),
        lot_size: 10,
        shelf_life_days: 540,
        practices: &["wild_harvest"],
        makers: &[10, 1],
        capacity: 50,
        ..product("hongo-changle", "hongos", ("Changle seco", "Dried changle mushrooms"), 8900)
    },
    DemoProduct {
        net: (100, G),
        lot_size: 10,
        shelf_life_days: 540,
        practices: &["wild_harvest"],
        makers: &[10, 1],
        capacity: 50,
        ..product("hongo-boletus", "hongos", ("Boletus seco", "Dried boletus"), 7900)
    },
    DemoProduct {
        net: (60, G),
        lot_size: 10,
        shelf_life_days: 540,
        practices: &["wild_harvest"],
        makers: &[10, 1],
        capacity: 50,
        ..product("hongo-polvo", "hongos", ("Polvo de hongos", "Mushroom powder"), 6900)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        allergens: "gluten, eggs, milk",
        practices: &["handmade"],
        makers: &[11, 0, 1],
        capacity: 60,
        ..product("dulce-alfajor", "dulces", ("Alfajores de calafate", "Calafate alfajores"), 5400)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        allergens: "gluten; may contain nuts",
        practices: &["handmade"],
        makers: &[11, 0, 1],
        capacity: 60,
        ..product("dulce-galleta", "dulces", ("Galletas de avena y miel", "Oat and honey biscuits"), 3400)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        allergens: "gluten, eggs, milk",
        practices: &["handmade"],
        makers: &[11, 0, 1],
        capacity: 60,
        ..product("dulce-kuchen", "dulces", ("Kuchen de frambuesa", "Raspberry kuchen"), 7900)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        allergens: "milk",
        practices: &["handmade"],
        makers: &[11, 0, 1],
        capacity: 60,
        ..product("dulce-manjar", "dulces", ("Manjar de campo", "Country milk caramel"), 3900)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        allergens: "eggs, nuts",
        practices: &["handmade"],
        makers: &[11, 3],
        capacity: 60,
        ..product("dulce-turron", "dulces", ("Turrón de miel", "Honey nougat"), 4600)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        allergens: "milk",
        practices: &["handmade"],
        makers: &[11, 0, 1],
        capacity: 60,
        ..product("dulce-trufas", "dulces", ("Trufas de licor de calafate", "Calafate liqueur truffles"), 6200)
    },
    DemoProduct {
        net: (300, G),
        lot_size: 10,
        shelf_life_days: 60,
        practices: &["handmade"],
        makers: &[11, 0, 1],
        capacity: 60,
        ..product("dulce-fruta-confitada", "dulces", ("Ruibarbo confitado", "Candied rhubarb"), 4100)
    },
];
