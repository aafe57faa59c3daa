//! The states of a payout, and of the batch that it is in.
//!
//! ```text
//! prepared ──▶ approved ──▶ exported ◀──▶ confirmed ◀──▶ returned      back: the match of the bank line was undone
//!     │            │            └──▶ failed
//!     └────────────┴──▶ cancelled
//! ```

use entities::values::PayoutState;

/// What may happen to a payout or a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutChange {
    /// A second person approves it.
    Approve,
    /// It is put into the bank file.
    Export,
    /// The bank statement shows it.
    Confirm,
    /// The bank did not carry it out.
    Fail,
    /// The bank sent it back.
    Return,
    /// It is cancelled before it is exported.
    Cancel,
    /// The bank line that confirmed it was not it.
    UndoConfirmation,
    /// The bank line that showed its return did not.
    UndoReturn,
}

/// The state after a change: the same one where the change was made before, none where it is refused.
pub const fn next_payout_state(state: PayoutState, change: PayoutChange) -> Option<PayoutState> {
    use PayoutChange as Change;
    use PayoutState::{Approved, Cancelled, Confirmed, Exported, Failed, Prepared, Returned};
    match (state, change) {
        (Prepared, Change::Approve) => Some(Approved),
        (Approved, Change::Export) => Some(Exported),
        (Exported, Change::Confirm) => Some(Confirmed),
        (Exported, Change::Fail) => Some(Failed),
        (Confirmed, Change::Return) => Some(Returned),
        (Prepared | Approved, Change::Cancel) => Some(Cancelled),
        (Confirmed, Change::UndoConfirmation) => Some(Exported),
        (Returned, Change::UndoReturn) => Some(Confirmed),
        // Made before.
        (Approved | Exported | Confirmed | Failed | Returned, Change::Approve)
        | (Exported | Confirmed | Failed | Returned, Change::Export)
        | (Confirmed, Change::Confirm)
        | (Failed, Change::Fail)
        | (Returned, Change::Return)
        | (Cancelled, Change::Cancel) => Some(state),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;
    use entities::values::Amount;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::settlement::rules::{
        ledger::LedgerParty,
        postings::{PayoutPosting, PayoutStep, payout_entry},
    };

    const CHANGES: [PayoutChange; 8] = [
        PayoutChange::Approve,
        PayoutChange::Export,
        PayoutChange::Confirm,
        PayoutChange::Fail,
        PayoutChange::Return,
        PayoutChange::Cancel,
        PayoutChange::UndoConfirmation,
        PayoutChange::UndoReturn,
    ];

    /// Whether a payout in this state pays its statement, so that no other may.
    fn is_live(state: PayoutState) -> bool {
        !matches!(state, PayoutState::Failed | PayoutState::Returned | PayoutState::Cancelled)
    }

    fn step(change: PayoutChange) -> Option<PayoutStep> {
        match change {
            PayoutChange::Export => Some(PayoutStep::Sent),
            PayoutChange::Confirm => Some(PayoutStep::Confirmed),
            PayoutChange::Fail => Some(PayoutStep::Failed),
            PayoutChange::Return => Some(PayoutStep::Returned),
            PayoutChange::UndoConfirmation => Some(PayoutStep::ConfirmationUndone),
            PayoutChange::UndoReturn => Some(PayoutStep::ReturnUndone),
            PayoutChange::Approve | PayoutChange::Cancel => None,
        }
    }

    proptest! {
        #[test]
        fn whatever_happens_the_bank_and_the_debt_agree_with_the_state(changes in prop::collection::vec(0_usize..8, 0..40)) {
            let mut state = PayoutState::Prepared;
            let mut balances: BTreeMap<String, i64> = BTreeMap::new();
            let mut posting = PayoutPosting {
                id: Uuid::nil().into(),
                workshop: LedgerParty::new(Uuid::nil(), "U1"),
                amount: Amount(700),
                date: NaiveDate::default(),
                undone: 0,
            };
            let mut keys = Vec::new();
            for change in changes {
                let Some(next) = next_payout_state(state, CHANGES[change]) else { continue };
                if next != state && let Some(step) = step(CHANGES[change]) {
                    let entry = payout_entry(step, &posting);
                    prop_assert_eq!(entry.sum(), 0);
                    prop_assert!(!keys.contains(&entry.key), "posted twice: {}", entry.key);
                    keys.push(entry.key);
                    for posting in entry.postings {
                        *balances.entry(posting.account.code()).or_default() += posting.amount.0;
                    }
                    let undoes = matches!(CHANGES[change], PayoutChange::UndoConfirmation | PayoutChange::UndoReturn);
                    posting.undone += i32::from(undoes);
                }
                state = next;
                let of = |code: &str| balances.get(code).copied().unwrap_or_default();
                let is_out = matches!(state, PayoutState::Exported | PayoutState::Confirmed);
                prop_assert_eq!(of("liabilities:producers:payable:U1"), if is_out { 700 } else { 0 });
                prop_assert_eq!(of("assets:bank"), if state == PayoutState::Confirmed { -700 } else { 0 });
                prop_assert_eq!(of("liabilities:payouts"), if state == PayoutState::Exported { -700 } else { 0 });
                prop_assert!(is_live(state) || !is_out);
            }
        }

        #[test]
        fn a_payout_that_ended_stays_as_it_is(changes in prop::collection::vec(0_usize..8, 0..20)) {
            for end in [PayoutState::Failed, PayoutState::Cancelled] {
                for change in &changes {
                    let next = next_payout_state(end, CHANGES[*change]);
                    prop_assert!(next.is_none() || next == Some(end));
                }
            }
        }
    }
}
