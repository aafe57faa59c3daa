//! Credit notes: finance staff correct an invoice or a debit note.

use entities::values::{
    Amount, BatchId, CorrectionCause, CreditReason, Currency, InvoiceId, InvoiceLineId, Money, RecallId,
};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    invoices::{InvoiceDetail, get_response},
    tag::Tag,
};
use crate::{
    identity::StaffFinance,
    invoicing::{
        InvoicingError,
        actions::create_credit_note::{self, CreditedLine, NewCreditNote},
        rules::{CreditLinesFault, CreditedPart, FaultyUnits},
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

/// A credit note to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct CreateCreditNote {
    /// The kind of correction: annul what is left, correct a text, or correct amounts.
    pub code: CreditReason,
    /// The reason in words; it is printed.
    pub reason: Text<1, LINE>,
    /// Why amounts are corrected: the goods, the price or a discount. Without it, as the lines say.
    pub cause: Option<CorrectionCause>,
    /// The recall whose goods are credited.
    pub recall_id: Option<RecallId>,
    /// What is credited of the lines; only where amounts are corrected.
    #[oai(default, validator(max_items = 60))]
    pub lines: Vec<CreateCreditNoteLine>,
}

/// Units of an invoice line to credit, or an amount of its price without units.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct CreateCreditNoteLine {
    /// The line of the invoice.
    pub invoice_line_id: InvoiceLineId,
    /// Units; none where an amount of the price is credited.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: Option<i64>,
    /// Net amount of the price, more than zero; none where units are credited.
    pub amount: Option<Money>,
    /// Whose quality fault it is, where it is one: its makers bear it. A recall names its batches by itself.
    #[oai(default, validator(max_items = 20))]
    pub faults: Vec<CreateQualityFault>,
}

/// Units of a delivered batch that are at fault.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateQualityFault {
    /// The batch.
    pub batch_id: BatchId,
    /// Units at fault: no more than are credited, and than the buyer received of the batch.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

impl CreateCreditNoteLine {
    /// The part of the line at `index`.
    ///
    /// # Errors
    /// `CreditLinesInvalid`, `AmountInvalid`.
    fn credited(&self, index: usize, currency: Currency) -> Result<CreditedLine> {
        let part = match (self.quantity, self.amount) {
            (Some(units), None) => CreditedPart::Units(units),
            (None, Some(amount)) => {
                CreditedPart::Net(positive_amount(amount, currency, &format!("/lines/{index}/amount"))?)
            }
            _ => {
                let rule = CreditLinesFault::UnitsOrAmount;
                return Err(InvoicingError::CreditLinesInvalid { rule }.at(format!("/lines/{index}")));
            }
        };
        let fault = |fault: &CreateQualityFault| FaultyUnits { batch_id: fault.batch_id, quantity: fault.quantity };
        let faults = self.faults.iter().map(fault).collect();
        Ok(CreditedLine { invoice_line_id: self.invoice_line_id, part, faults })
    }
}

/// An amount above zero in the installation's currency; `pointer` names its field.
///
/// # Errors
/// `AmountInvalid`.
pub fn positive_amount(money: Money, currency: Currency, pointer: &str) -> Result<Amount> {
    if money.currency == currency && money.amount > 0 {
        Ok(Amount(money.amount))
    } else {
        Err(InvoicingError::AmountInvalid { currency }.at(pointer))
    }
}

/// Operations on credit notes.
pub struct CreditNotes;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl CreditNotes {
    /// Create a credit note for an invoice or a debit note
    #[oai(path = "/invoices/:id/credit-notes", method = "post", operation_id = "create_credit_note")]
    async fn create_credit_note(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<InvoiceId>,
        body: Json<CreateCreditNote>,
    ) -> Result<Created<InvoiceDetail>> {
        request
            .run(body, async |tx, _caller, new| {
                let lines = new.lines.iter().enumerate().map(|(index, line)| line.credited(index, tx.currency()));
                let new = NewCreditNote {
                    invoice_id: id.0,
                    code: new.code,
                    lines: lines.collect::<Result<_>>()?,
                    reason: new.reason.into(),
                    cause: new.cause,
                    recall_id: new.recall_id,
                };
                let note = create_credit_note::create_credit_note(tx, new).await?;
                get_response(tx, InvoiceScope::All, note.id).await
            })
            .await
    }
}
