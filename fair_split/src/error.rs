//! Validation errors. An invalid instance is rejected as a whole, because a partial split would not be fair.

/// What is wrong with an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum InstanceErrorKind {
    /// An identifier is empty.
    #[error("an identifier is empty")]
    EmptyId,
    /// A workshop, product or pair occurs in two rows.
    #[error("two rows have the same key")]
    DuplicateRow,
    /// A row names a workshop that does not exist.
    #[error("a row names a workshop that does not exist")]
    UnknownWorkshop,
    /// A row names a product that does not exist.
    #[error("a row names a product that does not exist")]
    UnknownProduct,
    /// A share is zero.
    #[error("a share must be greater than zero")]
    ZeroShare,
    /// A number is negative.
    #[error("a number must not be negative")]
    NegativeNumber,
    /// A number of lots has a fraction.
    #[error("lots are whole numbers")]
    NotWhole,
    /// A number is 10^18 or more, or a number of lots more than 10^15.
    #[error("a number is too large")]
    NumberTooLarge,
    /// The numbers have more digits than the exact arithmetic can hold.
    #[error("the numbers have too many digits for exact arithmetic")]
    NumberTooPrecise,
    /// A value is not a number.
    #[error("a number was expected")]
    NotANumber,
    /// A lot size is zero.
    #[error("a lot size must be greater than zero")]
    ZeroLotSize,
    /// A pin names a pair that has no offer or cannot supply.
    #[error("a pin names a workshop that cannot supply the product")]
    PinNotEligible,
    /// A pin exceeds the capacity of its offer.
    #[error("a pin exceeds the capacity of its offer")]
    PinOverCapacity,
    /// The pins of a product exceed its demand.
    #[error("the pins of a product exceed its demand")]
    PinOverDemand,
    /// A pin is below the minimum batch of its offer.
    #[error("a pin is below the minimum batch")]
    PinBelowMinimumBatch,
    /// The pins of a workshop exceed its overall limit.
    #[error("the pins of a workshop exceed its overall limit")]
    PinOverLimit,
}

impl InstanceErrorKind {
    /// The stable code, as used in the JSON form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EmptyId => "empty_id",
            Self::DuplicateRow => "doubled_row",
            Self::UnknownWorkshop => "unknown_member",
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
}

/// An invalid instance: what is wrong, in which field, and for which workshops and products.
///
/// The message is one line: code, field, codes concerned, sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {field} [{}]: {kind}", .kind.code(), printable(.ids))]
pub struct InstanceError {
    /// What is wrong.
    pub kind: InstanceErrorKind,
    /// The field or list, as named in the JSON form (`members.target_share`, `pins`, …).
    pub field: &'static str,
    /// The codes of the workshops and products concerned.
    pub ids: Vec<String>,
}

impl InstanceError {
    pub(crate) fn new(kind: InstanceErrorKind, field: &'static str, ids: &[&str]) -> Self {
        Self { kind, field, ids: ids.iter().map(|id| (*id).to_owned()).collect() }
    }
}

/// The codes in one line: a code may contain any character, so control characters are replaced.
fn printable(ids: &[String]) -> String {
    ids.join(", ").chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
