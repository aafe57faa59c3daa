//! The fictitious cooperative "Sabores de la Cuenca": its workshops, families of products and buyers. The comunas are
//! real, everything else is invented.

use entities::values::{NetUnit, Storage};

/// A workshop of the demo.
pub struct DemoWorkshop {
    /// Stable code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// CUT code and name of its comuna.
    pub comuna: (&'static str, &'static str),
    /// Weight of its share.
    pub weight: i64,
    /// Overall limit, basis points of the sum of its offers.
    pub limit_bps: Option<i32>,
    /// Its story in Spanish and English.
    pub story: (&'static str, &'static str),
}

/// A product of the demo.
pub struct DemoProduct {
    /// Stable code.
    pub code: &'static str,
    /// Code of its family.
    pub family: &'static str,
    /// Name in Spanish and English.
    pub name: (&'static str, &'static str),
    /// Net content and its workshop.
    pub net: (i64, NetUnit),
    /// Units per lot.
    pub lot_size: i64,
    /// Net price in pesos, before the segment's factor.
    pub price: i64,
    /// Days from production to best before.
    pub shelf_life_days: i32,
    /// How it is kept.
    pub storage: Storage,
    /// What it declares of its allergens.
    pub allergens: &'static str,
    /// Practices.
    pub practices: &'static [&'static str],
    /// Months in which it is made.
    pub harvest_months: i32,
    /// Its makers, as positions in `WORKSHOPS`.
    pub makers: &'static [usize],
    /// Weekly capacity of the first maker, in units; each further maker has three quarters of the one before.
    pub capacity: i64,
    /// Minimum batch in units.
    pub min_batch: Option<i64>,
    /// Code and rate of an additional tax.
    pub additional_tax: Option<(&'static str, i32)>,
}

/// A buyer of the demo.
pub struct DemoBuyer {
    /// Name.
    pub name: &'static str,
    /// Code of its segment.
    pub segment: &'static str,
    /// Comuna of its delivery point.
    pub comuna: &'static str,
}

/// Families with their names in Spanish and English.
pub const FAMILIES: &[(&str, &str, &str)] = &[
    ("mermeladas", "Mermeladas", "Jams"),
    ("mieles", "Mieles", "Honeys"),
    ("ahumados", "Ahumados", "Smoked fish"),
    ("quesos", "Quesos", "Cheeses"),
    ("cordero", "Cordero", "Lamb"),
    ("licores", "Licores", "Liqueurs"),
    ("hongos", "Hongos", "Mushrooms"),
    ("dulces", "Dulces", "Sweets"),
];

/// The workshops.
pub const WORKSHOPS: &[DemoWorkshop] = &[
    DemoWorkshop {
        code: "ribera-norte",
        name: "Ribera Norte",
        comuna: ("11101", "Coyhaique"),
        weight: 12,
        limit_bps: None,
        story: (
            "Tres hermanas que hacen mermeladas con la fruta de su huerto.",
            "Three sisters who make jam from the fruit of their garden.",
        ),
    },
    DemoWorkshop {
        code: "huerto-simpson",
        name: "Huerto del Simpson",
        comuna: ("11101", "Coyhaique"),
        weight: 8,
        limit_bps: Some(8000),
        story: (
            "Un huerto pequeño junto al río, con ruibarbo y grosellas.",
            "A small garden by the river, with rhubarb and currants.",
        ),
    },
    DemoWorkshop {
        code: "mieles-del-baker",
        name: "Mieles del Baker",
        comuna: ("11301", "Cochrane"),
        weight: 10,
        limit_bps: None,
        story: ("Colmenas de ulmo y de flores de estepa.", "Hives among ulmo trees and steppe flowers."),
    },
    DemoWorkshop {
        code: "colmenar-austral",
        name: "Colmenar Austral",
        comuna: ("11401", "Chile Chico"),
        weight: 7,
        limit_bps: None,
        story: ("Apicultores de tercera generación a orillas del lago.", "Third-generation beekeepers on the lake."),
    },
    DemoWorkshop {
        code: "ahumados-aysen",
        name: "Ahumados del Fiordo",
        comuna: ("11201", "Aysén"),
        weight: 14,
        limit_bps: Some(7500),
        story: (
            "Ahúman pescado con leña de tepú, como sus abuelos.",
            "They smoke fish over tepu wood, as their grandparents did.",
        ),
    },
    DemoWorkshop {
        code: "caleta-puyuhuapi",
        name: "Caleta Puyuhuapi",
        comuna: ("11202", "Cisnes"),
        weight: 11,
        limit_bps: None,
        story: ("Familia de pescadores que aprendió a ahumar.", "A fishing family that learned to smoke its catch."),
    },
    DemoWorkshop {
        code: "queseria-mate",
        name: "Quesería El Mate",
        comuna: ("11402", "Río Ibáñez"),
        weight: 10,
        limit_bps: None,
        story: ("Queso de campo de veinte vacas.", "Farmhouse cheese from twenty cows."),
    },
    DemoWorkshop {
        code: "queseria-lago",
        name: "Quesería del Lago",
        comuna: ("11401", "Chile Chico"),
        weight: 9,
        limit_bps: None,
        story: (
            "Quesos de oveja y de vaca, madurados en bodega de piedra.",
            "Sheep and cow cheeses ripened in a stone cellar.",
        ),
    },
    DemoWorkshop {
        code: "cordero-estepa",
        name: "Cordero de la Estepa",
        comuna: ("11102", "Lago Verde"),
        weight: 13,
        limit_bps: None,
        story: ("Corderos criados a campo abierto.", "Lambs raised on open range."),
    },
    DemoWorkshop {
        code: "licores-del-cerro",
        name: "Licores del Cerro",
        comuna: ("11101", "Coyhaique"),
        weight: 6,
        limit_bps: None,
        story: ("Licores de calafate y de hierbas del cerro.", "Liqueurs of calafate and mountain herbs."),
    },
    DemoWorkshop {
        code: "setas-del-bosque",
        name: "Setas del Bosque",
        comuna: ("11302", "O'Higgins"),
        weight: 6,
        limit_bps: None,
        story: (
            "Recolectan y secan hongos de los bosques de lenga.",
            "They gather and dry mushrooms of the lenga forest.",
        ),
    },
    DemoWorkshop {
        code: "dulces-guaitecas",
        name: "Dulces de Guaitecas",
        comuna: ("11203", "Guaitecas"),
        weight: 8,
        limit_bps: None,
        story: ("Dulces y galletas para la once.", "Sweets and biscuits for teatime."),
    },
];

/// The buyers.
pub const BUYERS: &[DemoBuyer] = &[
    DemoBuyer { name: "Refugio Río Simpson", segment: "lodge", comuna: "Coyhaique" },
    DemoBuyer { name: "Lodge Cerro Castillo", segment: "lodge", comuna: "Río Ibáñez" },
    DemoBuyer { name: "Lodge Puerto Guadal", segment: "lodge", comuna: "Chile Chico" },
    DemoBuyer { name: "Hostería Laguna Azul", segment: "lodge", comuna: "Coyhaique" },
    DemoBuyer { name: "Lodge Valle Exploradores", segment: "lodge", comuna: "Río Ibáñez" },
    DemoBuyer { name: "Cabañas del Baker", segment: "lodge", comuna: "Cochrane" },
    DemoBuyer { name: "Lodge Ensenada Larga", segment: "lodge", comuna: "Aysén" },
    DemoBuyer { name: "Refugio Los Ñires", segment: "lodge", comuna: "Lago Verde" },
    DemoBuyer { name: "Rutas del Sur", segment: "operator", comuna: "Coyhaique" },
    DemoBuyer { name: "Expediciones Estepa", segment: "operator", comuna: "Chile Chico" },
    DemoBuyer { name: "Fiordos y Canales", segment: "operator", comuna: "Aysén" },
    DemoBuyer { name: "Patagonia a Caballo", segment: "operator", comuna: "Cochrane" },
    DemoBuyer { name: "Carretera Abierta", segment: "operator", comuna: "Coyhaique" },
    DemoBuyer { name: "Restaurante La Querencia", segment: "restaurant", comuna: "Coyhaique" },
    DemoBuyer { name: "Cocina Ibáñez", segment: "restaurant", comuna: "Río Ibáñez" },
    DemoBuyer { name: "Fogón del Puerto", segment: "restaurant", comuna: "Aysén" },
    DemoBuyer { name: "Bistró Lago", segment: "restaurant", comuna: "Chile Chico" },
    DemoBuyer { name: "La Olla Grande", segment: "restaurant", comuna: "Coyhaique" },
    DemoBuyer { name: "Mesón Cochrane", segment: "restaurant", comuna: "Cochrane" },
    DemoBuyer { name: "Café Escarcha", segment: "restaurant", comuna: "Coyhaique" },
    DemoBuyer { name: "Almacén La Esquina", segment: "shop", comuna: "Coyhaique" },
    DemoBuyer { name: "Tienda del Aeródromo", segment: "shop", comuna: "Coyhaique" },
    DemoBuyer { name: "Emporio Sur", segment: "shop", comuna: "Aysén" },
    DemoBuyer { name: "Bodega Mate y Más", segment: "shop", comuna: "Chile Chico" },
    DemoBuyer { name: "Despensa Central", segment: "shop", comuna: "Coyhaique" },
];
