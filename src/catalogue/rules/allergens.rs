//! Names of the allergens in Spanish and English, and the reading of what somebody writes of them.
//!
//! Every door reads with [`read_declaration`]: a word that it does not know is refused, never kept as a text that no
//! filter understands.

use entities::{
    catalogue::product,
    values::{
        Allergen::{
            self, Celery, Crustaceans, Eggs, Fish, Gluten, Lupin, Milk, Molluscs, Mustard, Nuts, Peanuts, Sesame, Soy,
            Sulphites,
        },
        AllergenDeclaration, Allergens,
    },
};

use crate::platform::words::words;

/// The names of some allergens, normalized and separated by commas.
struct Names {
    /// What the names declare. "Mariscos" are crustaceans and molluscs.
    allergens: &'static [Allergen],
    /// Names of the allergens themselves.
    general: &'static str,
    /// Names of foods that contain them.
    foods: &'static str,
}

const NAMES: &[Names] = &[
    Names {
        allergens: &[Gluten],
        general: "gluten,tacc,trigo,wheat,cereal,cereales,cereales con gluten,cereales que contienen gluten,\
            cereals containing gluten",
        foods: "harina,harina de trigo,flour,wheat flour,centeno,rye,cebada,barley,avena,oat,oats,espelta,spelt,kamut,\
            semola,semolina,malta,malt",
    },
    Names {
        allergens: &[Milk],
        general: "milk,leche,lactosa,lacteo,lacteos,lactose,dairy,productos lacteos",
        foods: "caseina,casein,mantequilla,butter,crema,suero de leche,whey",
    },
    Names { allergens: &[Eggs], general: "eggs,egg,huevo,huevos", foods: "albumina,clara de huevo,yema de huevo" },
    Names {
        allergens: &[Nuts],
        general: "nuts,nut,frutos secos,fruto seco,frutos de cascara,fruta de cascara,tree nuts,tree nut",
        foods: "nuez,nueces,almendra,almendras,almond,almonds,avellana,avellanas,hazelnut,hazelnuts,walnut,walnuts,\
            pistacho,pistachos,pistachio,pistachios,anacardo,anacardos,castana de caju,castanas de caju,cashew,cashews,\
            pecana,pecanas,pecan,pecans,macadamia,macadamias,nuez de brasil,nueces de brasil,brazil nut,brazil nuts",
    },
    Names {
        allergens: &[Peanuts],
        general: "peanuts,peanut,mani,manies,cacahuate,cacahuates,cacahuete,cacahuetes",
        foods: "",
    },
    Names {
        allergens: &[Soy],
        general: "soy,soya,soja,soybean,soybeans",
        foods: "lecitina de soya,lecitina de soja,soy lecithin",
    },
    Names { allergens: &[Fish], general: "fish,pescado,pescados,pez,peces", foods: "" },
    Names {
        allergens: &[Crustaceans],
        general: "crustaceans,crustacean,crustaceo,crustaceos",
        foods: "camaron,camarones,shrimp,shrimps,prawn,prawns,centolla,jaiba,langosta,crab,lobster",
    },
    Names { allergens: &[Molluscs], general: "molluscs,mollusc,mollusks,mollusk,molusco,moluscos", foods: "" },
    Names { allergens: &[Crustaceans, Molluscs], general: "shellfish,marisco,mariscos,seafood", foods: "" },
    Names {
        allergens: &[Sulphites],
        general: "sulphites,sulphite,sulfites,sulfite,sulfito,sulfitos,anhidrido sulfuroso,dioxido de azufre,\
            sulphur dioxide,sulfur dioxide,so2",
        foods: "metabisulfito,bisulfito",
    },
    Names { allergens: &[Sesame], general: "sesame,sesamo,ajonjoli", foods: "tahini" },
    Names { allergens: &[Mustard], general: "mustard,mostaza", foods: "" },
    Names { allergens: &[Celery], general: "celery,apio", foods: "" },
    Names { allergens: &[Lupin], general: "lupin,lupins,lupine,lupino,lupinos,altramuz,altramuces", foods: "" },
];

/// Words of the longest name.
const LONGEST_NAME: usize = 4;
/// Words between names that say nothing.
const CONNECTIVES: &[&str] = &["y", "e", "o", "u", "and", "or", "de", "del", "la", "las", "el", "los", "of"];
/// What begins a list of allergens that may be present in traces.
const MAY_CONTAIN: &[&[&str]] = &[
    &["puede", "contener"],
    &["pueden", "contener"],
    &["podria", "contener"],
    &["may", "contain"],
    &["might", "contain"],
    &["posibles", "trazas"],
    &["trazas"],
    &["traza"],
    &["traces"],
    &["trace"],
];
/// What begins a list of allergens that are present.
const CONTAINS: &[&str] = &["contiene", "contienen", "contains", "contain"];
/// Whole texts that declare that there are no allergens.
const NONE: &[&str] =
    &["none", "ninguno", "ninguna", "sin alergenos", "no contiene alergenos", "no allergens", "allergen free"];

/// A name at the start of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllergenName {
    /// What it names.
    pub allergens: &'static [Allergen],
    /// Number of its words.
    pub words: usize,
    /// Whether it is a food that contains the allergen ("almendra") and not the allergen's own name.
    pub is_food: bool,
}

/// The longest name at the start of these normalized words.
pub fn leading_name(words: &[String]) -> Option<AllergenName> {
    let lengths = (1..=LONGEST_NAME.min(words.len())).rev();
    lengths.filter_map(|length| Some((length, words.get(..length)?.join(" ")))).find_map(|(length, text)| {
        all_names().find(|(name, ..)| *name == text).map(|(_, names, is_food)| AllergenName {
            allergens: names.allergens,
            words: length,
            is_food,
        })
    })
}

/// The single-word names, for the correction of typos, with what they name.
pub fn single_word_names() -> impl Iterator<Item = (&'static str, AllergenName)> {
    let single = all_names().filter(|(name, ..)| !name.contains(' '));
    single.map(|(name, names, is_food)| (name, AllergenName { allergens: names.allergens, words: 1, is_food }))
}

fn all_names() -> impl Iterator<Item = (&'static str, &'static Names, bool)> {
    let listed = |text: &'static str| text.split(',').filter(|name| !name.is_empty());
    NAMES.iter().flat_map(move |names| {
        let general = listed(names.general).map(move |name| (name, names, false));
        general.chain(listed(names.foods).map(move |name| (name, names, true)))
    })
}

/// The allergens in a list such as `gluten, leche`.
///
/// # Errors
/// The first word that is no name.
pub fn read_allergens(text: &str) -> Result<Allergens, String> {
    read_declaration(text, false).map(|read| read.contains.iter().chain(read.may_contain.iter()).collect())
}

/// What a text such as `gluten; puede contener trazas de nueces` declares. A list without a verb is of allergens that
/// are present, or that may be where `in_traces`.
///
/// # Errors
/// The first word that is no name: a text that is understood in part declares nothing.
pub fn read_declaration(text: &str, in_traces: bool) -> Result<AllergenDeclaration, String> {
    let words = words(text);
    if NONE.contains(&words.join(" ").as_str()) {
        return Ok(AllergenDeclaration::default());
    }
    let (mut contains, mut may_contain) = (Vec::new(), Vec::new());
    let mut in_traces = in_traces;
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        if let Some(phrase) = MAY_CONTAIN.iter().find(|phrase| starts_with(rest, phrase)) {
            in_traces = true;
            rest = rest.get(phrase.len()..).unwrap_or_default();
        } else if CONTAINS.contains(&word.as_str()) {
            in_traces = false;
            rest = after;
        } else if let Some(name) = leading_name(rest) {
            if in_traces { &mut may_contain } else { &mut contains }.extend(name.allergens);
            rest = rest.get(name.words..).unwrap_or_default();
        } else if CONNECTIVES.contains(&word.as_str()) {
            rest = after;
        } else {
            return Err(word.clone());
        }
    }
    if contains.is_empty() && may_contain.is_empty() {
        // Connectives and punctuation alone are no declaration of anything.
        return Err(text.trim().to_owned());
    }
    Ok(AllergenDeclaration::new(contains.into_iter().collect(), &may_contain.into_iter().collect()))
}

fn starts_with(words: &[String], phrase: &[&str]) -> bool {
    words.get(..phrase.len()).is_some_and(|start| start.iter().zip(phrase).all(|(word, other)| word == other))
}

/// What the product declares of its allergens; `None` = nothing.
pub fn declaration(product: &product::Model) -> Option<AllergenDeclaration> {
    product
        .allergens_declared_at
        .map(|_| AllergenDeclaration { contains: product.allergens.clone(), may_contain: product.may_contain.clone() })
}

/// The allergens of which the product is not surely free: what it contains or may contain; all, where nobody declared
/// its allergens.
pub fn not_free_of(product: &product::Model) -> Allergens {
    if product.allergens_declared_at.is_none() {
        return Allergen::all().collect();
    }
    product.allergens.iter().chain(product.may_contain.iter()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<(Vec<Allergen>, Vec<Allergen>), String> {
        read_declaration(text, false).map(|read| (read.contains.into(), read.may_contain.into()))
    }

    #[test]
    fn texts_are_read_or_refused_by_their_first_unknown_word() {
        for (text, contains, may_contain) in [
            ("gluten, milk", vec![Gluten, Milk], vec![]),
            ("gluten;milk", vec![Gluten, Milk], vec![]),
            ("GLUTEN/MILK", vec![Gluten, Milk], vec![]),
            ("frutos secos", vec![Nuts], vec![]),
            ("Maní y lácteos", vec![Milk, Peanuts], vec![]),
            ("puede contener trazas de nueces", vec![], vec![Nuts]),
            ("Contiene: gluten. Puede contener: leche y soya", vec![Gluten], vec![Milk, Soy]),
            ("may contain nuts; contains milk", vec![Milk], vec![Nuts]),
            ("leche, trazas de leche y huevo", vec![Milk], vec![Eggs]),
            ("mariscos", vec![Crustaceans, Molluscs], vec![]),
            ("cereales que contienen gluten", vec![Gluten], vec![]),
            ("none", vec![], vec![]),
            ("Sin alérgenos", vec![], vec![]),
        ] {
            assert_eq!(read(text), Ok((contains, may_contain)), "{text}");
        }
        for (text, unknown) in [
            ("sin gluten", "sin"),
            ("no contiene leche", "no"),
            ("gluten free", "free"),
            ("gluten erizo", "erizo"),
            ("glutten", "glutten"),
            ("-", "-"),
            ("puede contener", "puede contener"),
        ] {
            assert_eq!(read(text), Err(unknown.to_owned()), "{text}");
        }
    }

    #[test]
    fn every_allergen_reads_its_own_word_and_every_name_is_normalized() {
        for allergen in Allergen::all() {
            assert_eq!(read(allergen.word()), Ok((vec![allergen], vec![])));
        }
        for (name, names, _) in all_names() {
            assert_eq!(words(name).join(" "), name);
            assert!(words(name).len() <= LONGEST_NAME);
            assert_eq!(read(name), Ok((names.allergens.to_vec(), vec![])), "{name}");
        }
    }

    fn names() -> impl Strategy<Value = Vec<(&'static str, &'static [Allergen])>> {
        let all: Vec<_> = all_names().map(|(name, names, _)| (name, names.allergens)).collect();
        proptest::collection::vec(proptest::sample::select(all), 1..6)
    }

    proptest! {
        #[test]
        fn whatever_separates_names_nothing_that_is_named_is_lost(
            names in names(), separator in "( y |, |;|/| \\| |\\+|\n|, de )", upper in any::<bool>()
        ) {
            let text = names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(&separator);
            let text = if upper { text.to_uppercase() } else { text };
            let expected: Allergens = names.iter().flat_map(|(_, allergens)| allergens.iter().copied()).collect();
            let held = read_declaration(&text, false).unwrap().contains;
            for allergen in expected.iter() {
                prop_assert!(held.contains(allergen), "{text}: {held:?}");
            }
        }

        #[test]
        fn a_text_with_a_word_that_is_no_name_declares_nothing(names in names(), unknown in "[a-z]{3,9}xq", place in 0_usize..6) {
            let mut words: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            words.insert(place.min(words.len()), &unknown);
            prop_assert_eq!(read_declaration(&words.join(", "), false), Err(unknown));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
            if let Ok(read) = read_declaration(&text, false) {
                prop_assert!(!read.may_contain.iter().any(|allergen| read.contains.contains(allergen)));
            }
        }
    }
}
