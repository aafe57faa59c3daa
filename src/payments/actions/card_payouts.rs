//! What buyers paid by card reaches the bank: a line of the statement, in one sum for many payments, less what the
//! processor keeps.

use entities::{
    payments::{bank_line, card_payout},
    values::{Amount, BankLineId, BankLineState, CardPayoutId},
};
use serde_json::json;

use super::receive::taken;
use crate::{
    payments::{Event, store},
    platform::{
        counter,
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Confirms that a bank line is the card processor's payout, which kept `fee` (≥ 0) of it.
///
/// Refuses 409 `line_taken` where somebody was faster, `not_received` for money going out, `more_than_paid_by_card`.
pub async fn settle(work: &mut Work, id: BankLineId, fee: Amount) -> Answer<bank_line::Model> {
    let line = store::lines::line(work, id).await?;
    if line.amount <= Amount::ZERO {
        return Err(Problem::refused("not_received", "This line is money that went out: it is no payout of cards."));
    }
    if !store::lines::step(work, id, BankLineState::Unmatched, BankLineState::Matched).await? {
        return Err(taken());
    }
    work.audit("bank_line", id, "cards_settled", json!({ "fee": fee.0 }));
    // Two lines at once would each find the whole sum.
    counter::hold(work, "payments:cards").await?;
    let there = store::cards::with_processor(work).await?;
    if line.amount + fee > there {
        let detail = format!("Of what buyers paid by card, {} has not reached the bank yet.", there.0);
        return Err(Problem::refused("more_than_paid_by_card", detail.clone()).at(
            "/fee",
            "more_than_paid_by_card",
            detail,
        ));
    }
    let card_payout_id: CardPayoutId = work.new_id();
    let row = card_payout::Model {
        id: card_payout_id,
        bank_line_id: line.id,
        amount: line.amount,
        fee,
        currency: line.currency,
        recorded_by: work.actor().person(),
        created_at: work.now(),
    };
    store::cards::insert_payout(work, row).await?;
    work.audit("card_payout", card_payout_id, "recorded", json!({ "amount": line.amount.0, "fee": fee.0 }));
    work.emit(Event::CardsSettled { card_payout_id, amount: line.amount, fee, booked_on: line.booked_on });
    store::lines::line(work, id).await
}
