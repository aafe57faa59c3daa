//! What buyers paid by card reaches the bank; what the card processor keeps of it is the cooperative's expense, never a
//! producer's.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, CardPayoutId, EntryKind};

use super::own;
use crate::settlement::ledger::Entry;

/// The entry of a card processor's payout: `amount` reached the bank, `fee` was kept.
pub fn cards_settled(id: CardPayoutId, booked_on: NaiveDate, amount: Amount, fee: Amount) -> Entry {
    let kept = (fee != Amount::ZERO).then(|| own(AccountKind::CardFees, fee));
    let moved = [own(AccountKind::Bank, amount), own(AccountKind::CardClearing, -(amount + fee))];
    Entry {
        kind: EntryKind::CardSettled,
        key: format!("card_settled:{id}"),
        date: booked_on,
        description: "Abono de pagos con tarjeta".to_owned(),
        postings: moved.into_iter().chain(kept).collect(),
    }
}
