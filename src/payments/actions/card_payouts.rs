//! What buyers paid by card reaches the bank: a line of the statement, in one sum for many payments, less what the
//! processor keeps.

use entities::{
    payments::{bank_line, card_payout},
    values::{Amount, BankLineId, BankLineState, CardPayoutId},
};
use serde_json::json;

use crate::{
    payments::{Event, errors::PaymentError, store},
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Confirms that a bank line is the card processor's payout, which kept `fee` (≥ 0) of it.
///
/// Refuses 409 `line_taken` where somebody was faster, `not_received` for money going out, `more_than_paid_by_card`.
pub async fn settle(tx: &mut UnitOfWork, id: BankLineId, fee: Amount) -> Result<bank_line::Model> {
    let line = store::lines::line(tx, id).await?;
    if line.amount <= Amount::ZERO {
        return Err(PaymentError::BankLineNotReceived.into());
    }
    if !store::lines::step(tx, id, BankLineState::Unmatched, BankLineState::Matched).await? {
        return Err(PaymentError::BankLineTaken.into());
    }
    tx.audit("bank_line", id, "cards_settled", json!({ "fee": fee.0 }));
    // Two lines at once would each find the whole sum.
    counter::hold(tx, "payments:cards").await?;
    let there = store::cards::with_processor(tx).await?;
    if line.amount + fee > there {
        return Err(PaymentError::MoreThanPaidByCard { available: there.of(line.currency) }.at("/fee"));
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
    store::cards::insert_payout(tx, row).await?;
    tx.audit("card_payout", card_payout_id, "recorded", json!({ "amount": line.amount.0, "fee": fee.0 }));
    tx.emit(Event::CardsSettled { card_payout_id, amount: line.amount, fee, booked_on: line.booked_on });
    store::lines::line(tx, id).await
}
