//! What messages say, in the reader's language, and how a letter is laid out as text and as HTML. Pure: the facts come
//! in as values, and the same values give the same letter.

mod dispatch;
mod documents;
mod ended;
mod letter;
mod occurrence;
mod overdue;
mod payout;
mod quotas;
mod reduced;
mod shortage;
mod speech;
mod statement;

#[cfg(test)]
mod tests;

pub use dispatch::{DispatchTold, delivery_dispatched};
pub use documents::{DocumentTold, document_filed};
pub use ended::{EndedTold, quotas_ended};
pub use letter::{Letter, write};
pub use occurrence::{OccurrenceTold, ReducedLine, occurrence_decided, own_choice};
pub use overdue::{OverdueTold, invoice_overdue};
pub use payout::{AccountTold, PayoutTold, bank_account_changed, payout_confirmed};
pub use quotas::{Answerable, QuotaLine, QuotasTold, quotas_published};
pub use reduced::{ReducedTold, quotas_reduced};
pub use shortage::{ShortLine, ShortageTold, shortage_recorded};
pub use statement::{StatementTold, statement_filed};
