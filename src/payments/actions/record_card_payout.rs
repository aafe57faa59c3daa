//! Records a bank line as a payout of the card processor: many card payments in one sum, less the processor's fee. A payout
//! below zero is money that the processor took back, because it returned more to cards than it held.

use entities::{
    payments::{bank_line, card_payout},
    values::{Amount, BankLineId, BankLineKind, CardPayoutId},
};
use serde_json::json;

use super::take_bank_line::{NewMatch, lock_unmatched_line, record_match};
use crate::{
    payments::{
        Event,
        errors::PaymentError,
        store::{bank_lines, card_payouts},
    },
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Records a bank line as a payout of the card processor, which kept `fee` (zero or more).
///
/// # Errors
/// 404; `BankLineTaken`; `MoreThanPaidByCard` where the payout and its fee exceed what the processor holds.
pub async fn record_card_payout(tx: &mut UnitOfWork, id: BankLineId, fee: Amount) -> Result<bank_line::Model> {
    let line = lock_unmatched_line(tx, id).await?;
    // Without this lock, two payouts at once would each find the whole sum.
    counter::hold(tx, "payments:cards").await?;
    let held = card_payouts::sum_held_by_processor(tx).await?.max(Amount::ZERO);
    if line.amount + fee > held {
        return Err(PaymentError::MoreThanPaidByCard { available: held.of(line.currency) }.at("/fee"));
    }
    let card_payout_id: CardPayoutId = tx.new_id();
    let row = card_payout::Model {
        id: card_payout_id,
        bank_line_id: line.id,
        amount: line.amount,
        fee,
        currency: line.currency,
        recorded_by: tx.actor().person(),
        created_at: tx.now(),
    };
    card_payouts::insert_card_payout(tx, row).await?;
    let new = NewMatch { card_payout_id: Some(card_payout_id), ..NewMatch::of(BankLineKind::CardPayout) };
    record_match(tx, id, new).await?;
    tx.audit("card_payout", card_payout_id, "recorded", json!({ "amount": line.amount.0, "fee": fee.0 }));
    tx.emit(Event::CardPayoutRecorded { card_payout_id, amount: line.amount, fee, booked_on: line.booked_on });
    bank_lines::get_bank_line(tx, id).await
}
