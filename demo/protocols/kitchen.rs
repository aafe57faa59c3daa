//! What is asked of what is made in a kitchen: jams, liqueurs, sweets and cheeses.

use super::{
    CriterionSeverity::{Major, Mandatory, Minor},
    DemoCriterion, criterion,
};

/// Jams.
pub const JAMS: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        (
            "La fruta es de la región: propia, o de alguien que usted conoce.",
            "The fruit is from the region: your own, or of somebody you know.",
        ),
        ("El cuaderno dice de quién es la fruta.", "The notebook says whose fruit it is."),
        (
            "Anote el nombre de quien se la vende y los kilos, aunque sea su vecina.",
            "Write down who sells it to you and how many kilos, even if it is your neighbour.",
        ),
    ),
    criterion(
        "C1",
        Mandatory,
        (
            "Solo fruta, azúcar, limón y pectina: sin colorantes, saborizantes ni preservantes.",
            "Only fruit, sugar, lemon and pectin: no colours, flavours or preservatives.",
        ),
        ("La receta y los envases de lo que se compra.", "The recipe, and the packaging of what is bought."),
        (
            "La pectina se puede hacer con cáscara de manzana; le enseñamos.",
            "Pectin can be made from apple peel; we teach you how.",
        ),
    ),
    criterion(
        "C2",
        Major,
        ("Más de la mitad de la mermelada es fruta.", "More than half of the jam is fruit."),
        ("La receta con sus pesos.", "The recipe with its weights."),
        (
            "Por cada kilo de fruta, no más de 800 gramos de azúcar.",
            "For each kilo of fruit, no more than 800 grams of sugar.",
        ),
    ),
    criterion(
        "C3",
        Major,
        (
            "Se envasa caliente, a 85 grados o más, y se cierra de inmediato.",
            "It is filled hot, at 85 degrees or more, and closed at once.",
        ),
        (
            "Un termómetro y la temperatura anotada de cada lote.",
            "A thermometer, and the temperature noted for each batch.",
        ),
        (
            "Caliente los frascos en el horno y trabaje de a pocos.",
            "Warm the jars in the oven and fill a few at a time.",
        ),
    ),
    criterion(
        "C4",
        Minor,
        ("Se cocina en ollas de no más de diez kilos.", "It is cooked in pots of ten kilos at most."),
        ("Se mira en la visita.", "It is looked at during the visit."),
        (
            "En olla chica la fruta se cocina menos y guarda el color.",
            "In a small pot the fruit cooks less and keeps its colour.",
        ),
    ),
];

/// Liqueurs.
pub const LIQUEURS: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        ("La fruta o la hierba es de la región.", "The fruit or herb is from the region."),
        ("El cuaderno dice de dónde es.", "The notebook says where it is from."),
        ("Anote el lugar y la fecha de la recolección.", "Write down the place and the day of gathering."),
    ),
    criterion(
        "C1",
        Mandatory,
        ("Se macera: sin esencias ni colorantes.", "It is steeped: no essences, no colours."),
        ("El cuaderno dice cuántos días estuvo cada lote.", "The notebook says how many days each batch steeped."),
        (
            "Guarde los frascos a oscuras y anote el día en que empieza y el día en que cuela.",
            "Keep the jars in the dark, and note the day you begin and the day you strain.",
        ),
    ),
    criterion(
        "C2",
        Mandatory,
        (
            "Se mide el grado de alcohol de cada lote, y es el de la etiqueta.",
            "The alcohol of each batch is measured, and is what the label says.",
        ),
        ("Un alcoholímetro y las medidas anotadas.", "A hydrometer, and the readings noted."),
        ("El grupo tiene un alcoholímetro y lo presta.", "The group has a hydrometer to lend."),
    ),
    criterion(
        "H6",
        Mandatory,
        ("El alcohol es de un proveedor autorizado.", "The alcohol is from an authorised supplier."),
        ("La factura.", "The invoice."),
        (
            "Compramos juntos, una vez al semestre: así sale más barato.",
            "We buy together twice a year: it is cheaper that way.",
        ),
    ),
    criterion(
        "T2",
        Minor,
        ("La receta es de la familia o de la zona.", "The recipe is the family's or the region's."),
        ("Una página escrita.", "A written page."),
        ("Diga también qué cambió usted.", "Say also what you changed in it."),
    ),
];

/// Sweets.
pub const SWEETS: &[DemoCriterion] = &[
    criterion(
        "O1",
        Major,
        ("Lo que le da el nombre es de la región.", "What gives it its name is from the region."),
        ("El cuaderno dice de quién es.", "The notebook says whose it is."),
        (
            "La leche o la fruta puede ser de un vecino; anote su nombre.",
            "The milk or the fruit may be a neighbour's; write down the name.",
        ),
    ),
    criterion(
        "C1",
        Mandatory,
        ("Sin colorantes ni saborizantes artificiales.", "No artificial colours or flavours."),
        ("La receta y los envases de lo que se compra.", "The recipe, and the packaging of what is bought."),
        (
            "Lea la letra chica de los ingredientes que compra: la vainilla suele ser esencia.",
            "Read the small print of what you buy: vanilla is often an essence.",
        ),
    ),
    criterion(
        "C2",
        Major,
        ("Se hace a mano y en tandas chicas.", "It is made by hand and in small batches."),
        ("Se mira en la visita.", "It is looked at during the visit."),
        (
            "Una tanda es lo que una persona alcanza a hacer en una mañana.",
            "A batch is what one person can make in a morning.",
        ),
    ),
    criterion(
        "H6",
        Mandatory,
        (
            "Lo que lleva nueces, leche o huevo se guarda y se trabaja aparte.",
            "What holds nuts, milk or egg is kept and worked apart.",
        ),
        ("Se mira en la visita.", "It is looked at during the visit."),
        (
            "Use cajas de otro color y lave la mesa entre una cosa y la otra.",
            "Use boxes of another colour, and wash the table between one thing and the next.",
        ),
    ),
];

/// Cheeses.
pub const CHEESES: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        (
            "La leche es propia o de un rebaño conocido, a menos de una hora de camino.",
            "The milk is your own or of a herd you know, less than an hour away.",
        ),
        (
            "El cuaderno dice de quién es la leche y cuántos litros.",
            "The notebook says whose milk it is and how many litres.",
        ),
        (
            "Reciba la leche fría y pruébela antes de juntarla con otra.",
            "Take the milk in cold, and taste it before you mix it with another.",
        ),
    ),
    criterion(
        "C1",
        Mandatory,
        (
            "Solo leche, cuajo, fermento y sal: sin almidón ni grasa vegetal.",
            "Only milk, rennet, culture and salt: no starch, no vegetable fat.",
        ),
        ("La receta y los envases de lo que se compra.", "The recipe, and the packaging of what is bought."),
        ("El cuajo se guarda en frío y se anota su fecha.", "Keep rennet cold, and write down its date."),
    ),
    criterion(
        "C2",
        Major,
        ("Cada queso madura los días que dice su tipo.", "Each cheese ripens for the days of its kind."),
        (
            "El cuaderno dice cuándo entró y cuándo salió de la cámara.",
            "The notebook says when it went into the cellar and when it came out.",
        ),
        ("Ponga la fecha en la tabla, con lápiz.", "Write the date on the board, in pencil."),
    ),
    criterion(
        "H6",
        Mandatory,
        (
            "La leche se pasteuriza, y se anotan la temperatura y los minutos.",
            "The milk is pasteurised, and temperature and minutes are noted.",
        ),
        ("Las anotaciones de los últimos tres meses.", "The notes of the last three months."),
        ("Sesenta y tres grados por media hora, revolviendo.", "Sixty-three degrees for half an hour, stirring."),
    ),
    criterion(
        "H7",
        Mandatory,
        ("El rebaño está libre de brucelosis y de tuberculosis.", "The herd is free of brucellosis and tuberculosis."),
        ("El certificado del servicio agrícola, de este año.", "This year's certificate of the agricultural service."),
        (
            "Pida la visita del veterinario en marzo; la pagamos entre todos.",
            "Ask for the vet's visit in March; we all share its cost.",
        ),
    ),
    criterion(
        "E2",
        Minor,
        ("El suero se aprovecha: no se bota.", "Whey is put to use: it is not poured away."),
        ("Se mira en la visita.", "It is looked at during the visit."),
        ("A los chanchos y a las gallinas les hace bien.", "It is good for pigs and hens."),
    ),
];
