//! Credit notes: finance staff correct an invoice.

use entities::values::{CreditReason, InvoiceId, InvoiceLineId};
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    invoices::{InvoiceDetail, get_response},
    tag::Tag,
};
use crate::{
    identity::StaffFinance,
    invoicing::{
        actions::create_credit_note::{self, CreditedUnits, NewCreditNote},
        store::invoices::InvoiceScope,
    },
    platform::http::{
        idempotency::{Created, Idempotent},
        limits::LINE,
        problem::Result,
        text::Text,
    },
};

/// A credit note to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateCreditNote {
    /// The kind of correction: annul what is left, correct a text, or correct amounts.
    pub code: CreditReason,
    /// The reason in words; it is printed.
    pub reason: Text<1, LINE>,
    /// Units to credit; only where amounts are corrected.
    #[oai(default, validator(max_items = 60))]
    pub lines: Vec<CreateCreditNoteLine>,
}

/// Units of an invoice line to credit.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateCreditNoteLine {
    /// The line of the invoice.
    pub invoice_line_id: InvoiceLineId,
    /// Units.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

impl From<CreateCreditNoteLine> for CreditedUnits {
    fn from(line: CreateCreditNoteLine) -> Self {
        Self { invoice_line_id: line.invoice_line_id, quantity: line.quantity }
    }
}

/// Operations on credit notes.
pub struct CreditNotes;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl CreditNotes {
    /// Create a credit note for an invoice
    #[oai(path = "/invoices/:id/credit-notes", method = "post", operation_id = "create_credit_note")]
    async fn create_credit_note(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<InvoiceId>,
        body: Json<CreateCreditNote>,
    ) -> Result<Created<InvoiceDetail>> {
        request
            .run(body, async |tx, _caller, new| {
                let new = NewCreditNote {
                    invoice_id: id.0,
                    code: new.code,
                    reason: new.reason.into(),
                    lines: new.lines.into_iter().map(CreditedUnits::from).collect(),
                };
                let note = create_credit_note::create_credit_note(tx, new).await?;
                get_response(tx, InvoiceScope::All, note.id).await
            })
            .await
    }
}
