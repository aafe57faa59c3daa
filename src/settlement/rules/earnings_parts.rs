//! Where the earnings of a workshop are, from the buyer to its account.

use chrono::NaiveDate;
use entities::values::{Amount, PayoutState};

/// Earnings by where they are. The parts add up to all that was earned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EarningsParts {
    /// The buyers have not paid it.
    pub pending: Amount,
    /// Paid by the buyers, less what the next statement takes off for advances and deductions.
    pub payable: Amount,
    /// On a statement that no payout pays yet.
    pub stated: Amount,
    /// In a payout that the bank has not confirmed.
    pub on_its_way: Amount,
    /// In the workshop's account, as the bank statement shows.
    pub paid_out: Amount,
    /// Received early, as advances.
    pub advanced: Amount,
    /// Deducted with the workshop's consent.
    pub deducted: Amount,
}

impl EarningsParts {
    /// All that was earned.
    pub fn earned(self) -> Amount {
        let received = self.paid_out + self.advanced + self.deducted;
        self.pending + self.payable + self.stated + self.on_its_way + received
    }
}

/// Earnings that buyers have paid, with what became of them.
#[derive(Clone, Copy, Debug)]
pub struct PlacedPayable {
    /// What the workshop receives.
    pub amount: Amount,
    /// Whether it is on a statement.
    pub is_stated: bool,
    /// State of the payout that pays the statement.
    pub payout: Option<PayoutState>,
    /// The day on which the bank paid it.
    pub paid_on: Option<NaiveDate>,
}

/// Where `earned` is, of which these parts were paid by buyers.
pub fn place_earnings(earned: Amount, payables: &[PlacedPayable]) -> EarningsParts {
    let mut parts = EarningsParts { pending: earned, ..EarningsParts::default() };
    for payable in payables {
        parts.pending -= payable.amount;
        let part = match (payable.is_stated, payable.payout) {
            (false, _) => &mut parts.payable,
            (true, Some(PayoutState::Confirmed)) => &mut parts.paid_out,
            (true, Some(PayoutState::Prepared | PayoutState::Approved | PayoutState::Exported)) => {
                &mut parts.on_its_way
            }
            (true, _) => &mut parts.stated,
        };
        *part += payable.amount;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATES: [Option<PayoutState>; 6] = [
        None,
        Some(PayoutState::Prepared),
        Some(PayoutState::Exported),
        Some(PayoutState::Confirmed),
        Some(PayoutState::Failed),
        Some(PayoutState::Returned),
    ];

    proptest! {
        #[test]
        fn the_parts_are_all_that_was_earned(
            earned in 0_i64..1_000_000,
            payables in prop::collection::vec((-1_000_i64..100_000, any::<bool>(), 0_usize..6), 0..20),
        ) {
            let payables: Vec<PlacedPayable> = payables
                .into_iter()
                .map(|(amount, is_stated, state)| PlacedPayable {
                    amount: Amount(amount),
                    is_stated,
                    payout: STATES[state],
                    paid_on: None,
                })
                .collect();
            prop_assert_eq!(place_earnings(Amount(earned), &payables).earned(), Amount(earned));
        }
    }
}
