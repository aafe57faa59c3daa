//! The closed list of allergens, and what a product states of them.

use poem_openapi::Enum;
use sea_orm::{FromJsonQueryResult, Iterable, entity::prelude::*};
use serde::{Deserialize, Serialize};

macro_rules! allergens {
    ($($(#[$doc:meta])* $case:ident = $text:literal),* $(,)?) => {
        /// A substance that must be declared: the fourteen of the EU, which hold those of Chile (DS 977, article 107).
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, Enum, Serialize, Deserialize,
        )]
        #[oai(rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum Allergen {
            $($(#[$doc])* $case),*
        }

        impl Allergen {
            /// The word of this allergen in the API, in files and in the database.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$case => $text),*
                }
            }
        }
    };
}

allergens! {
    /// Cereals with gluten.
    Gluten = "gluten",
    /// Milk, lactose included.
    Milk = "milk",
    /// Eggs.
    Eggs = "eggs",
    /// Tree nuts.
    Nuts = "nuts",
    /// Peanuts.
    Peanuts = "peanuts",
    /// Soy.
    Soy = "soy",
    /// Fish.
    Fish = "fish",
    /// Crustaceans.
    Crustaceans = "crustaceans",
    /// Molluscs.
    Molluscs = "molluscs",
    /// Sulphur dioxide and sulphites, from 10 mg/kg.
    Sulphites = "sulphites",
    /// Sesame.
    Sesame = "sesame",
    /// Mustard.
    Mustard = "mustard",
    /// Celery.
    Celery = "celery",
    /// Lupin.
    Lupin = "lupin",
}

impl Allergen {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }
}

/// Some allergens, each once, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromJsonQueryResult, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Allergens(Vec<Allergen>);

impl Allergens {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `allergen` is one of them.
    pub fn contains(&self, allergen: Allergen) -> bool {
        self.0.contains(&allergen)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Allergen> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Allergen> for Allergens {
    fn from_iter<I: IntoIterator<Item = Allergen>>(allergens: I) -> Self {
        let mut list: Vec<Allergen> = allergens.into_iter().collect();
        list.sort_unstable();
        list.dedup();
        Self(list)
    }
}

impl From<Allergens> for Vec<Allergen> {
    fn from(allergens: Allergens) -> Self {
        allergens.0
    }
}

/// What somebody who knows a product states of its allergens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllergenDeclaration {
    /// What it contains.
    pub contains: Allergens,
    /// What it may contain in traces; never what it contains.
    pub may_contain: Allergens,
}

impl AllergenDeclaration {
    /// A declaration. What the product contains needs no second statement.
    pub fn new(contains: Allergens, may_contain: &Allergens) -> Self {
        let may_contain = may_contain.iter().filter(|allergen| !contains.contains(*allergen)).collect();
        Self { contains, may_contain }
    }

    /// What all of these declare together.
    pub fn combine(parts: &[Self]) -> Self {
        let may_contain = parts.iter().flat_map(|part| part.may_contain.iter()).collect();
        Self::new(parts.iter().flat_map(|part| part.contains.iter()).collect(), &may_contain)
    }
}
