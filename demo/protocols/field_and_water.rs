//! What is asked of what comes from the field, the wood and the water: honeys, smoked fish, lamb and mushrooms.

use super::{
    CriterionSeverity::{Major, Mandatory, Minor},
    DemoCriterion, criterion,
};

/// Honeys.
pub const HONEYS: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        ("Las colmenas están en la región todo el año.", "The hives are in the region all year."),
        ("Un mapa con los apiarios.", "A map with the apiaries."),
        ("Márquelos en el teléfono y mándenos el punto.", "Mark them on your phone and send us the point."),
    ),
    criterion(
        "O2",
        Major,
        ("La flor que dice la etiqueta es la que había.", "The flower on the label is the one that was there."),
        (
            "Las fechas de floración y de cosecha, o un análisis de polen.",
            "The dates of flowering and of harvest, or an analysis of pollen.",
        ),
        (
            "Coseche al terminar cada floración, antes de que empiece la otra.",
            "Harvest when each flowering ends, before the next begins.",
        ),
    ),
    criterion(
        "C1",
        Mandatory,
        (
            "Es cruda: nada se le agrega y nunca pasa de 45 grados.",
            "It is raw: nothing is added, and it never gets warmer than 45 degrees.",
        ),
        (
            "Se mira en la visita, con el termómetro del baño maría.",
            "It is looked at during the visit, with the thermometer of the water bath.",
        ),
        (
            "Para que vuelva a estar líquida, baño maría tibio y paciencia.",
            "To make it liquid again: a lukewarm water bath and patience.",
        ),
    ),
    criterion(
        "C2",
        Major,
        ("Tiene menos de 18,5 por ciento de agua.", "It holds less than 18.5 per cent water."),
        ("La medida de cada lote con el refractómetro.", "The reading of each batch with the refractometer."),
        (
            "Coseche marcos con tres cuartos de las celdas cerradas.",
            "Harvest frames with three quarters of their cells capped.",
        ),
    ),
    criterion(
        "H6",
        Mandatory,
        ("No lleva restos de remedios de las abejas.", "It holds no residues of medicines for bees."),
        ("El cuaderno de tratamientos y sus esperas.", "The notebook of treatments and their waiting times."),
        (
            "Trate después de la cosecha, y anote el día y el producto.",
            "Treat after the harvest, and write down the day and the product.",
        ),
    ),
    criterion(
        "E2",
        Minor,
        ("Los apiarios están lejos de cultivos fumigados.", "The apiaries are far from sprayed crops."),
        ("El mapa.", "The map."),
        (
            "Tres kilómetros bastan; converse con sus vecinos antes de la temporada.",
            "Three kilometres are enough; talk to your neighbours before the season.",
        ),
    ),
];

/// Smoked fish.
pub const SMOKED_FISH: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        (
            "El pescado tiene origen legal y se sabe quién lo sacó.",
            "The fish is legally caught or farmed, and it is known by whom.",
        ),
        ("La factura o la guía de cada compra.", "The invoice or the waybill of each purchase."),
        ("Pida siempre el papel: sin él no lo recibimos.", "Always ask for the paper: without it we do not take it."),
    ),
    criterion(
        "C1",
        Mandatory,
        ("Se ahúma con leña, sin humo líquido ni colorantes.", "It is smoked with wood: no liquid smoke, no colours."),
        ("Se mira en la visita.", "It is looked at during the visit."),
        ("Use leña seca y sin pintura ni barniz.", "Use dry wood, without paint or varnish."),
    ),
    criterion(
        "C2",
        Major,
        (
            "Cada tanda tiene anotados la sal, las horas y los grados.",
            "Salt, hours and degrees of each batch are noted.",
        ),
        ("Las anotaciones de los últimos tres meses.", "The notes of the last three months."),
        (
            "Cuelgue una hoja junto al ahumador, con un lápiz amarrado.",
            "Hang a sheet beside the smoker, with a pencil tied to it.",
        ),
    ),
    criterion(
        "H6",
        Mandatory,
        (
            "Desde que llega hasta que sale, el pescado está a 4 grados o menos, salvo al salarlo y ahumarlo.",
            "From arrival to departure the fish is at 4 degrees or less, except while it is salted and smoked.",
        ),
        ("El registro diario del refrigerador.", "The daily record of the refrigerator."),
        (
            "Anote la temperatura dos veces al día, al abrir y al cerrar.",
            "Note the temperature twice a day, when you open and when you close.",
        ),
    ),
    criterion(
        "H7",
        Mandatory,
        (
            "La duración de la etiqueta tiene un análisis que la respalda.",
            "An analysis backs the shelf life on the label.",
        ),
        (
            "El informe del laboratorio, de los últimos doce meses.",
            "The laboratory's report, of the last twelve months.",
        ),
        (
            "Lo mandamos juntos con los demás ahumadores; avise cuándo tiene una tanda.",
            "We send samples together with the other smokers; tell us when you have a batch.",
        ),
    ),
    criterion(
        "E2",
        Major,
        ("La leña tiene origen conocido.", "It is known where the wood comes from."),
        ("La boleta o el plan de manejo.", "The receipt or the management plan."),
        (
            "Compre leña certificada, o del aclareo de un vecino que lo pueda mostrar.",
            "Buy certified wood, or that of a neighbour who thins trees and can show it.",
        ),
    ),
];

/// Lamb.
pub const LAMB: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        ("El cordero nació y se crió en la región.", "The lamb was born and raised in the region."),
        ("Los autocrotales y la guía de movimiento.", "The ear tags and the movement form."),
        (
            "Ponga los crotales antes de mover los animales, y guarde la copia de la guía.",
            "Tag before you move animals, and keep the copy of the form.",
        ),
    ),
    criterion(
        "C1",
        Major,
        ("Comió pasto natural y no estuvo encerrado.", "It ate natural pasture and was not penned."),
        ("Se mira en la visita.", "It is looked at during the visit."),
        ("En invierno se puede dar heno propio; anote cuánto.", "In winter your own hay may be fed; note how much."),
    ),
    criterion(
        "C2",
        Major,
        (
            "La carne reposa en frío al menos dos días antes de cortarla.",
            "The meat rests in the cold for two days at least before it is cut.",
        ),
        ("El registro de la cámara.", "The record of the cold room."),
        (
            "Entre 0 y 4 grados, colgada y sin que una toque a la otra.",
            "Between 0 and 4 degrees, hanging, with none touching another.",
        ),
    ),
    criterion(
        "H6",
        Mandatory,
        ("Se faenó en un matadero autorizado.", "It was slaughtered in an authorised slaughterhouse."),
        ("El certificado de la faena.", "The certificate of slaughter."),
        (
            "Reserve hora con dos semanas; juntamos los animales de varios.",
            "Book two weeks ahead; we bring the animals of several of us together.",
        ),
    ),
    criterion(
        "E2",
        Major,
        ("Los potreros descansan entre un pastoreo y el otro.", "Pastures rest between one grazing and the next."),
        ("El plano con las fechas.", "The map with its dates."),
        ("Divida en cuatro y rote cada semana en verano.", "Divide into four, and move on every week in summer."),
    ),
];

/// Mushrooms.
pub const MUSHROOMS: &[DemoCriterion] = &[
    criterion(
        "O1",
        Mandatory,
        ("Se recolectan en la región y se anota dónde.", "They are gathered in the region, and the place is noted."),
        ("El cuaderno con el lugar y la fecha.", "The notebook with place and day."),
        ("Pida permiso al dueño del predio y anote su nombre.", "Ask the owner of the land, and write down the name."),
    ),
    criterion(
        "C1",
        Mandatory,
        ("Se secan a menos de 60 grados hasta que crujen.", "They are dried below 60 degrees until they crack."),
        ("Un termómetro, y se mira en la visita.", "A thermometer, and a look during the visit."),
        (
            "Córtelos parejos, y dé vuelta las bandejas a media tarde.",
            "Slice them evenly, and turn the trays in mid-afternoon.",
        ),
    ),
    criterion(
        "C2",
        Minor,
        ("Vienen separados por tamaño, sin tierra ni pasto.", "They are sorted by size, without soil or grass."),
        ("Se mira en la visita.", "It is looked at during the visit."),
        ("Límpielos con una brocha, sin agua.", "Clean them with a brush, without water."),
    ),
    criterion(
        "H6",
        Mandatory,
        ("Cada especie la reconoce una persona capacitada.", "Each species is identified by a trained person."),
        ("El certificado del curso de quien clasifica.", "The course certificate of whoever sorts."),
        (
            "Si duda, no va. El curso es en abril y lo paga el grupo.",
            "If in doubt, leave it out. The course is in April, and the group pays for it.",
        ),
    ),
    criterion(
        "E2",
        Major,
        (
            "Se cortan con cuchillo y se dejan los chicos y los viejos.",
            "They are cut with a knife; the small and the old ones are left.",
        ),
        ("Se mira en la visita.", "It is looked at during the visit."),
        (
            "Lleve un canasto y no una bolsa, para que las esporas caigan.",
            "Take a basket and not a bag, so that the spores fall.",
        ),
    ),
];
