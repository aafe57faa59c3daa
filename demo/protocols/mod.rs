//! The protocols of the fictitious cooperative: what each family of products must meet, written for this demo.

mod field_and_water;
mod kitchen;

use std::collections::HashMap;

use entities::values::{CriterionAttribute, CriterionSeverity, FamilyId, ProtocolId};
use minga::{
    certification::{self, CriterionTerms, ProtocolTerms, Publication},
    platform::{
        http::{etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

use super::after;

/// A text in Spanish and in English.
type Texts = (&'static str, &'static str);

/// A criterion.
pub struct DemoCriterion {
    code: &'static str,
    attribute: CriterionAttribute,
    severity: CriterionSeverity,
    text: Texts,
    evidence: Texts,
    guidance: Texts,
}

/// A criterion whose code says what it is about: O origin, T tradition, C craft, H hygiene, E environment.
const fn criterion(
    code: &'static str,
    severity: CriterionSeverity,
    text: Texts,
    evidence: Texts,
    guidance: Texts,
) -> DemoCriterion {
    let attribute = match code.as_bytes() {
        [b'O', ..] => CriterionAttribute::Origin,
        [b'T', ..] => CriterionAttribute::Tradition,
        [b'C', ..] => CriterionAttribute::Craft,
        [b'H', ..] => CriterionAttribute::Hygiene,
        _ => CriterionAttribute::Environment,
    };
    DemoCriterion { code, attribute, severity, text, evidence, guidance }
}

use CriterionSeverity::{Major, Mandatory, Minor};

/// What every family must meet.
const COMMON: &[DemoCriterion] = &[
    criterion(
        "H1",
        Mandatory,
        (
            "El taller tiene una autorización sanitaria vigente para lo que hace.",
            "The workshop has a valid sanitary authorisation for what it makes.",
        ),
        ("Copia de la autorización, con su fecha.", "A copy of the authorisation, with its date."),
        (
            "Se pide en la oficina de salud de la región. Le ayudamos con el plano y con el formulario.",
            "You ask for it at the region's health office. We help you with the floor plan and the form.",
        ),
    ),
    criterion(
        "H2",
        Mandatory,
        ("El agua del taller es potable.", "The water of the workshop is safe to drink."),
        (
            "Boleta del agua potable, o un análisis de los últimos doce meses.",
            "A bill for mains water, or an analysis of the last twelve months.",
        ),
        (
            "Si su agua es de vertiente, hiérvala o póngale cloro, y analícela una vez al año.",
            "If your water comes from a spring, boil it or chlorinate it, and have it analysed once a year.",
        ),
    ),
    criterion(
        "H3",
        Major,
        (
            "Hay un lavamanos con jabón y toallas de papel donde se trabaja.",
            "There is a basin with soap and paper towels where the work is done.",
        ),
        ("Se mira en la visita.", "It is looked at during the visit."),
        (
            "Un lavamanos chico basta, mientras no sea el mismo lavaplatos de la cocina.",
            "A small basin is enough, as long as it is not the kitchen sink.",
        ),
    ),
    criterion(
        "H4",
        Mandatory,
        (
            "Cada lote tiene un código, y un cuaderno dice de qué se hizo y cuándo.",
            "Each batch has a code, and a notebook says what it was made of and when.",
        ),
        ("El cuaderno de los últimos tres meses.", "The notebook of the last three months."),
        (
            "Anote la fecha, los ingredientes y cuántos envases salieron. Con una línea por lote basta.",
            "Write down the date, the ingredients and how many jars you got. One line for each batch is enough.",
        ),
    ),
    criterion(
        "H5",
        Mandatory,
        (
            "La etiqueta dice qué es, quién lo hizo, los ingredientes y sus alérgenos, cuánto trae y hasta cuándo dura.",
            "The label says what it is, who made it, its ingredients and allergens, how much it holds and until when it lasts.",
        ),
        ("Una etiqueta impresa.", "A printed label."),
        ("Mándenos el texto antes de imprimir y lo revisamos.", "Send us the text before you print, and we check it."),
    ),
    criterion(
        "E1",
        Minor,
        (
            "Los restos se separan: lo orgánico vuelve a la tierra y nada va al río.",
            "Waste is sorted: what is organic goes back to the soil, and nothing goes to the river.",
        ),
        ("Se mira en la visita.", "It is looked at during the visit."),
        (
            "Una compostera de tablas y dos tarros con tapa bastan para empezar.",
            "A compost heap made of planks and two bins with lids are enough to begin with.",
        ),
    ),
    criterion(
        "T1",
        Minor,
        (
            "La familia cuenta de dónde viene la receta y quién la enseñó.",
            "The family tells where the recipe comes from and who taught it.",
        ),
        ("Una página escrita o una grabación.", "A written page or a recording."),
        (
            "Cuéntelo como se lo contaría a una visita; nosotros lo escribimos.",
            "Tell it as you would tell a guest; we write it down.",
        ),
    ),
];

/// What a family asks beyond what all ask.
fn of_family(family: &str) -> &'static [DemoCriterion] {
    match family {
        "mermeladas" => kitchen::JAMS,
        "licores" => kitchen::LIQUEURS,
        "dulces" => kitchen::SWEETS,
        "quesos" => kitchen::CHEESES,
        "mieles" => field_and_water::HONEYS,
        "ahumados" => field_and_water::SMOKED_FISH,
        "cordero" => field_and_water::LAMB,
        "hongos" => field_and_water::MUSHROOMS,
        _ => &[],
    }
}

/// What the next version of the protocol of jams asks beside.
const NEXT_OF_JAMS: DemoCriterion = criterion(
    "E2",
    Major,
    (
        "De la fruta silvestre se deja al menos un tercio en la mata.",
        "Of wild fruit, at least a third is left on the bush.",
    ),
    ("El mapa de recolección, y se mira en la visita.", "The map of gathering, looked at during the visit."),
    (
        "Recolecte por sectores y deje descansar cada uno un año de cada tres.",
        "Gather sector by sector, and let each rest one year in three.",
    ),
);

/// Publishes the first version of each family. Jams have a second one from later on, and cheeses a draft of theirs.
pub async fn create(tx: &mut UnitOfWork, families: &HashMap<&str, FamilyId>) -> Result<()> {
    let today = tx.today();
    let mut codes: Vec<(&str, FamilyId)> = families.iter().map(|(code, id)| (*code, *id)).collect();
    codes.sort_unstable();
    for (code, family_id) in codes {
        let summary = (
            "Lo que el grupo acordó para empezar: limpio, de la zona y hecho a mano.",
            "What the group agreed on to begin with: clean, from the region and made by hand.",
        );
        let protocol = certification::create_protocol(tx, family_id, terms(summary)).await?.id;
        for criterion in COMMON.iter().chain(of_family(code)) {
            upsert(tx, protocol, criterion).await?;
        }
        let first = Publication { applies_from: today, renew_by: None };
        certification::publish_protocol(tx, protocol, &IfMatch::any(), first).await?;
    }
    if let Some(family_id) = families.get("mermeladas").copied() {
        let summary = (
            "Nuevo: cómo se recolecta la fruta silvestre, para que siga habiendo.",
            "New: how wild fruit is gathered, so that there is still some next year.",
        );
        let next = certification::create_protocol(tx, family_id, terms(summary)).await?.id;
        upsert(tx, next, &NEXT_OF_JAMS).await?;
        let second = Publication { applies_from: after(today, 56), renew_by: Some(after(today, 365)) };
        certification::publish_protocol(tx, next, &IfMatch::any(), second).await?;
    }
    if let Some(family_id) = families.get("quesos").copied() {
        let summary = ("Borrador: el suero.", "Draft: the whey.");
        certification::create_protocol(tx, family_id, terms(summary)).await?;
    }
    Ok(())
}

fn terms((es, en): Texts) -> ProtocolTerms {
    ProtocolTerms { summary_es: es.into(), summary_en: en.into(), max_open_major: 1, max_open_minor: 3 }
}

async fn upsert(tx: &mut UnitOfWork, protocol: ProtocolId, criterion: &DemoCriterion) -> Result<()> {
    let terms = CriterionTerms {
        attribute: criterion.attribute,
        severity: criterion.severity,
        text_es: criterion.text.0.into(),
        text_en: criterion.text.1.into(),
        evidence_es: criterion.evidence.0.into(),
        evidence_en: criterion.evidence.1.into(),
        guidance_es: criterion.guidance.0.into(),
        guidance_en: criterion.guidance.1.into(),
    };
    certification::upsert_criterion(tx, protocol, &IfMatch::any(), criterion.code.into(), terms).await.map(drop)
}
