//! The notes beside a product of a delivery on a statement: what is still missing of it, and what was taken off.

use entities::{
    settlement::statement_line,
    values::{Amount, Currency},
};

use crate::{
    invoicing,
    platform::locale::{Localizer, localize},
    settlement::store::{pool_faults::PoolFaultView, statement_deliveries::StatementDelivery},
};

const TEXTS: Localizer = Localizer::SHARED;

/// What a statement pays of a delivery.
pub(super) fn amount_of(delivery: &StatementDelivery, lines: &[statement_line::Model]) -> Amount {
    lines.iter().filter(|line| line.pool_id == Some(delivery.pool_id)).map(|line| line.amount).sum()
}

/// Whether an earlier statement has the delivery, and with it the units.
pub(super) fn is_remainder(delivery: &StatementDelivery, lines: &[statement_line::Model]) -> bool {
    delivery.stated > amount_of(delivery, lines)
}

/// What buyers have not paid yet, or what was missing on an earlier statement; and the quality faults.
pub(super) fn delivery_notes(
    delivery: &StatementDelivery,
    lines: &[statement_line::Model],
    currency: Currency,
) -> Vec<String> {
    let amount = amount_of(delivery, lines);
    let missing = delivery.earned - delivery.stated;
    let note = if missing > Amount::ZERO {
        Some(localize!(
            TEXTS,
            "statement-part",
            stated = delivery.stated.of(currency),
            earned = delivery.earned.of(currency),
            missing = missing.of(currency)
        ))
    } else if amount < Amount::ZERO {
        let (part, earned) = (amount.of(currency), delivery.earned.of(currency));
        Some(localize!(TEXTS, "statement-correction", part = part, earned = earned))
    } else if is_remainder(delivery, lines) {
        let (part, earned) = (amount.of(currency), delivery.earned.of(currency));
        Some(localize!(TEXTS, "statement-remainder", part = part, earned = earned))
    } else {
        None
    };
    note.into_iter().chain(delivery.faults.iter().map(|fault| fault_note(fault, currency))).collect()
}

/// What was taken off because of a quality fault, or is not taken off any more.
fn fault_note(view: &PoolFaultView, currency: Currency) -> String {
    let (batch, units, net) = (view.batch.code.as_str(), view.quantity, view.fault.net.of(currency));
    let note = invoicing::document_name(&view.note);
    match &view.reversal {
        None => {
            let reason = view.note.reference_reason.as_deref().unwrap_or_default();
            localize!(TEXTS, "statement-fault", net = net, units = units, batch = batch, note = note, reason = reason)
        }
        Some(reversal) => {
            let reason = reversal.reversal_reason.as_deref().unwrap_or_default();
            localize!(TEXTS, "statement-fault-reversed", net = net, batch = batch, note = note, reason = reason)
        }
    }
}
