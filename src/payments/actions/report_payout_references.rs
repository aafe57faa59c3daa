//! Reports the payouts that a bank line names, so that settlement matches it.

use entities::{payments::bank_line, values::Amount};

use crate::{
    payments::{Event, rules::find_payout_references},
    platform::unit_of_work::UnitOfWork,
};

/// Reports each payout that the text of an unmatched line of outgoing money names. Whether there is any.
pub(super) fn report_payout_references(tx: &mut UnitOfWork, line: &bank_line::Model) -> bool {
    if line.amount >= Amount::ZERO {
        return false;
    }
    let references = find_payout_references(&line.reference);
    let found = !references.is_empty();
    for reference in references {
        let (bank_line_id, amount, booked_on) = (line.id, line.amount, line.booked_on);
        tx.emit(Event::PayoutReferenceFound { bank_line_id, reference, amount, booked_on });
    }
    found
}
