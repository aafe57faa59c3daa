//! Posts a payout of the card processor.

use chrono::NaiveDate;
use entities::values::{Amount, CardPayoutId};

use super::post_entry::post_entry;
use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
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
