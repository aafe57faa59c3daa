//! Debit notes: finance staff raise an invoice, because of its prices or because it is paid late.

use entities::values::{CorrectionCause, Currency, InvoiceId, InvoiceLineId, Money};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    credit_notes::positive_amount,
    invoices::{InvoiceDetail, get_response},
    tag::Tag,
};
use crate::{
    identity::StaffFinance,
    invoicing::{
        InvoicingError,
        actions::create_debit_note::{self, DebitCause, DebitedLine, NewDebitNote},
        rules::DebitLinesFault,
        store::invoices::InvoiceScope,
    },
    platform::http::{
        api_error::ApiError,
        idempotency::{Created, Idempotent},
        limits::LINE,
        problem::Result,
        text::Text,
    },
};

/// A debit note to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct CreateDebitNote {
    /// Why the buyer owes more: `price` or `late_interest`.
    pub cause: CorrectionCause,
    /// The reason in words; it is printed.
    pub reason: Text<1, LINE>,
    /// What is added to the lines of the invoice; only where prices are corrected.
    #[oai(default, validator(max_items = 60))]
    pub lines: Vec<CreateDebitNoteLine>,
    /// Net of the late interest and commission, which is spread over the lines: more than zero, and no more than the
    /// invoice's `late_charge`.
    pub amount: Option<Money>,
}

/// An amount to add to a line of the invoice.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateDebitNoteLine {
    /// The line of the invoice.
    pub invoice_line_id: InvoiceLineId,
    /// Net, more than zero.
    pub amount: Money,
}

impl CreateDebitNote {
    /// Why the buyer owes more, and how much.
    ///
    /// # Errors
    /// `DebitLinesInvalid`, `AmountInvalid`.
    fn cause(&self, currency: Currency) -> Result<DebitCause> {
        let invalid = |rule: DebitLinesFault, pointer: &str| InvoicingError::DebitLinesInvalid { rule }.at(pointer);
        match (self.cause, self.amount) {
            (CorrectionCause::Price, None) => {
                let line = |(index, line): (usize, &CreateDebitNoteLine)| {
                    let amount = positive_amount(line.amount, currency, &format!("/lines/{index}/amount"))?;
                    Ok(DebitedLine { invoice_line_id: line.invoice_line_id, amount })
                };
                Ok(DebitCause::Price(self.lines.iter().enumerate().map(line).collect::<Result<_>>()?))
            }
            (CorrectionCause::LateInterest, Some(amount)) if self.lines.is_empty() => {
                Ok(DebitCause::LateInterest(positive_amount(amount, currency, "/amount")?))
            }
            (CorrectionCause::LateInterest, Some(_)) => Err(invalid(DebitLinesFault::LinesNotAllowed, "/lines")),
            (CorrectionCause::LateInterest, None) => Err(InvoicingError::AmountInvalid { currency }.at("/amount")),
            (CorrectionCause::Price, Some(_)) => Err(invalid(DebitLinesFault::CauseDoesNotFit, "/amount")),
            (CorrectionCause::Goods | CorrectionCause::Discount, _) => {
                Err(invalid(DebitLinesFault::CauseDoesNotFit, "/cause"))
            }
        }
    }
}

/// Operations on debit notes.
pub struct DebitNotes;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl DebitNotes {
    /// Create a debit note for an invoice
    ///
    /// It is owed and paid as an invoice is. What it adds is shared by the makers of what was invoiced.
    #[oai(path = "/invoices/:id/debit-notes", method = "post", operation_id = "create_debit_note")]
    async fn create_debit_note(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<InvoiceId>,
        body: Json<CreateDebitNote>,
    ) -> Result<Created<InvoiceDetail>> {
        request
            .run(body, async |tx, _caller, new| {
                let cause = new.cause(tx.currency())?;
                let new = NewDebitNote { invoice_id: id.0, cause, reason: new.reason.into() };
                let note = create_debit_note::create_debit_note(tx, new).await?;
                get_response(tx, InvoiceScope::All, note.id).await
            })
            .await
    }
}
