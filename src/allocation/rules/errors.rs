//! What can be wrong with an instance, each fault with a stable code and the codes of those concerned.
//! A run with a fault is refused whole: half a fair split is not fair.

use std::fmt;

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// An empty identifier.
    EmptyId,
    /// The same unit, product or pair stands twice.
    DoubledRow,
    /// A row names a unit that does not exist.
    UnknownMember,
    /// A row names a product that does not exist.
    UnknownProduct,
    /// A share of zero.
    ZeroShare,
    /// A number below zero.
    NegativeNumber,
    /// A number where only whole lots make sense.
    NotWhole,
    /// A number of 10^18 or more (lots: more than 10^15).
    NumberTooLarge,
    /// More digits than the exact arithmetic can hold.
    NumberTooPrecise,
    /// A text that is not a number.
    NotANumber,
    /// A lot of nothing.
    ZeroLotSize,
    /// A pin on a pair that has no offer or may not supply.
    PinNotEligible,
    /// A pin above the capacity of its pair.
    PinOverCapacity,
    /// The pins of a product exceed its demand.
    PinOverDemand,
    /// A pin below the minimum batch.
    PinBelowMinimumBatch,
    /// The pins of a unit exceed its overall limit.
    PinOverLimit,
}

impl Fault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmptyId => "empty_id",
            Self::DoubledRow => "doubled_row",
            Self::UnknownMember => "unknown_member",
            Self::UnknownProduct => "unknown_product",
            Self::ZeroShare => "zero_share",
            Self::NegativeNumber => "negative_number",
            Self::NotWhole => "not_whole",
            Self::NumberTooLarge => "number_too_large",
            Self::NumberTooPrecise => "number_too_precise",
            Self::NotANumber => "not_a_number",
            Self::ZeroLotSize => "zero_lot_size",
            Self::PinNotEligible => "pin_not_eligible",
            Self::PinOverCapacity => "pin_over_capacity",
            Self::PinOverDemand => "pin_over_demand",
            Self::PinBelowMinimumBatch => "pin_below_minimum_batch",
            Self::PinOverLimit => "pin_over_limit",
        }
    }

    /// One sentence in Spanish.
    #[must_use]
    pub const fn spanish(self) -> &'static str {
        match self {
            Self::EmptyId => "hay un código vacío",
            Self::DoubledRow => "la misma fila está dos veces",
            Self::UnknownMember => "se nombra una unidad que no existe",
            Self::UnknownProduct => "se nombra un producto que no existe",
            Self::ZeroShare => "la participación debe ser mayor que cero",
            Self::NegativeNumber => "un número no puede ser negativo",
            Self::NotWhole => "las tandas son números enteros",
            Self::NumberTooLarge => "un número es demasiado grande",
            Self::NumberTooPrecise => "los números tienen demasiadas cifras para un cálculo exacto",
            Self::NotANumber => "se esperaba un número",
            Self::ZeroLotSize => "el tamaño de la tanda debe ser mayor que cero",
            Self::PinNotEligible => "se fijó una cantidad a una unidad que no puede entregar ese producto",
            Self::PinOverCapacity => "la cantidad fijada supera la capacidad",
            Self::PinOverDemand => "las cantidades fijadas superan la demanda del producto",
            Self::PinBelowMinimumBatch => "la cantidad fijada es menor que el lote mínimo",
            Self::PinOverLimit => "las cantidades fijadas superan el límite total de la unidad",
        }
    }

    /// One sentence in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::EmptyId => "an identifier is empty",
            Self::DoubledRow => "the same row stands twice",
            Self::UnknownMember => "a row names a member that does not exist",
            Self::UnknownProduct => "a row names a product that does not exist",
            Self::ZeroShare => "a share must be greater than zero",
            Self::NegativeNumber => "a number may not be negative",
            Self::NotWhole => "lots are whole numbers",
            Self::NumberTooLarge => "a number is too large",
            Self::NumberTooPrecise => "the numbers have too many digits for exact arithmetic",
            Self::NotANumber => "a number was expected",
            Self::ZeroLotSize => "a lot size must be greater than zero",
            Self::PinNotEligible => "a pin names a pair that may not supply",
            Self::PinOverCapacity => "a pin exceeds the capacity of its pair",
            Self::PinOverDemand => "the pins of a product exceed its demand",
            Self::PinBelowMinimumBatch => "a pin lies below the minimum batch",
            Self::PinOverLimit => "the pins of a member exceed its overall limit",
        }
    }
}

/// A fault, where it stands and whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceError {
    /// What is wrong.
    pub fault: Fault,
    /// The field or list, as named in the JSON (`members.target_share`, `pins` …).
    pub place: &'static str,
    /// The codes of the units and products concerned.
    pub ids: Vec<String>,
}

impl InstanceError {
    pub(crate) fn new(fault: Fault, place: &'static str, ids: &[&str]) -> Self {
        Self { fault, place, ids: ids.iter().map(|id| (*id).to_owned()).collect() }
    }
}

impl fmt::Display for InstanceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // a code may hold anything; the message stays on one line
        let ids: String =
            self.ids.join(", ").chars().map(|sign| if sign.is_control() { '\u{FFFD}' } else { sign }).collect();
        write!(
            out,
            "{}: {} [{ids}]: {} / {}",
            self.fault.code(),
            self.place,
            self.fault.spanish(),
            self.fault.english()
        )
    }
}

impl std::error::Error for InstanceError {}
