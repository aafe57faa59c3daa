//! What becomes of the dates of a standing order, given the lines that their order would have.

use entities::values::{Amount, OccurrenceReason, OccurrenceState};

use super::order_lines::{OrderTotal, PricedLine};

/// What becomes of a date. The reason is the first cause, where it is not placed whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Placed, reduced, skipped or blocked.
    pub state: OccurrenceState,
    /// Why it is not placed whole.
    pub reason: Option<OccurrenceReason>,
}

impl Outcome {
    /// Skipped.
    pub fn skipped(reason: OccurrenceReason) -> Self {
        Self { state: OccurrenceState::Skipped, reason: Some(reason) }
    }

    /// Blocked.
    pub fn blocked(reason: OccurrenceReason) -> Self {
        Self { state: OccurrenceState::Blocked, reason: Some(reason) }
    }

    /// Whether the date has an order.
    pub fn is_ordered(self) -> bool {
        matches!(self.state, OccurrenceState::Placed | OccurrenceState::Reduced)
    }
}

/// The terms of an account that an order must keep to.
#[derive(Clone, Copy, Debug)]
pub struct AccountTerms {
    /// Smallest net value of an order without per-guest lines.
    pub order_minimum: Amount,
    /// What may still be ordered on credit; none = no limit.
    pub remaining_credit: Option<Amount>,
}

/// Decides an order of these lines, after what cannot be made was cut from them. An order of no units is never placed.
///
/// The first cause is named: an order that a cut took below the minimum is blocked by that cut.
pub fn decide(lines: &[PricedLine], terms: AccountTerms) -> Outcome {
    if lines.iter().all(|line| line.price.quantity == 0) {
        return outcome_of_nothing(lines);
    }
    let cut = lines.iter().find_map(|line| line.shortfall).map(|shortfall| shortfall.reason);
    let total = OrderTotal::of(lines);
    if total.net < terms.order_minimum && lines.iter().all(|line| line.per_guest.is_none()) {
        return Outcome::blocked(cut.unwrap_or(OccurrenceReason::OrderMinimum));
    }
    if terms.remaining_credit.is_some_and(|remaining| total.gross() > remaining) {
        return Outcome::blocked(OccurrenceReason::Credit);
    }
    let state = if cut.is_some() { OccurrenceState::Reduced } else { OccurrenceState::Placed };
    Outcome { state, reason: cut }
}

/// Lines of no units: nobody arrives, or every product is out of harvest and returns by itself, or the first other
/// reason blocks them.
fn outcome_of_nothing(lines: &[PricedLine]) -> Outcome {
    let reasons: Vec<OccurrenceReason> = lines
        .iter()
        .filter_map(|line| line.shortfall)
        .filter(|shortfall| shortfall.wanted > 0)
        .map(|shortfall| shortfall.reason)
        .collect();
    match reasons.iter().find(|reason| **reason != OccurrenceReason::Harvest) {
        Some(reason) => Outcome::blocked(*reason),
        None if reasons.is_empty() => Outcome::skipped(OccurrenceReason::NoGuests),
        None => Outcome::skipped(OccurrenceReason::Harvest),
    }
}

/// Whether a date that was decided without an order is tried again until its cut-off.
pub fn is_retried(state: OccurrenceState, reason: Option<OccurrenceReason>) -> bool {
    use OccurrenceReason::{
        Authorisation, Capacity, Certificate, Credit, DeliveryPoint, MakersPause, Multiple, NoGuests, NoMaker, NotSold,
        OrderMinimum,
    };
    match state {
        OccurrenceState::Skipped => reason == Some(NoGuests),
        OccurrenceState::Blocked => matches!(
            reason,
            Some(
                Authorisation
                    | Capacity
                    | Certificate
                    | Credit
                    | DeliveryPoint
                    | MakersPause
                    | Multiple
                    | NoMaker
                    | NotSold
                    | OrderMinimum
            )
        ),
        _ => false,
    }
}
