//! Posts a payout of the card processor.

use chrono::NaiveDate;
use entities::values::{Amount, CardPayoutId, EntryKind};

use super::post_entry::post_entry;
use crate::{
    payments,
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::rules::postings::card_payout_entry,
};

/// Posts what the card processor paid into the bank, and the fee that it kept. Returns `false` where that was posted
/// before.
pub async fn post_card_payout(
    tx: &mut UnitOfWork,
    id: CardPayoutId,
    amount: Amount,
    fee: Amount,
    booked_on: NaiveDate,
) -> Result<bool> {
    post_entry(tx, card_payout_entry(id, booked_on, amount, fee)).await
}

/// Posts in reverse a payout of the card processor that a bank line was recorded as. Returns `false` where that was
/// posted before.
pub async fn post_card_payout_reversal(tx: &mut UnitOfWork, id: CardPayoutId) -> Result<bool> {
    let payout = payments::get_card_payout(tx, id).await?;
    let posted = card_payout_entry(id, tx.today(), payout.amount, payout.fee);
    let description = localize!(Localizer::SHARED, "entry-cards-settled-reversed");
    let key = format!("card_settled_reversed:{id}");
    post_entry(tx, posted.reversed(EntryKind::CardSettlementReversed, key, description)).await
}
