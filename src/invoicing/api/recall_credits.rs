//! The credit notes that a recall asks for.

use entities::values::{InvoiceId, InvoiceLineId, RecallId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance},
    invoicing::{
        actions::propose_recall_credits::{RecallCredit, propose_recall_credits},
        rules,
    },
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
};

/// The credit note that a recall asks for of one invoice. Finance staff create it.
#[derive(Clone, Debug, Object)]
pub struct RecallCreditProposal {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Its series and number.
    pub invoice_name: String,
    /// Name of the buyer, as printed on it.
    pub buyer_name: String,
    /// Units to credit.
    pub lines: Vec<RecallCreditProposalLine>,
}

/// Units of an invoice line to credit.
#[derive(Clone, Debug, Object)]
pub struct RecallCreditProposalLine {
    /// The line.
    pub invoice_line_id: InvoiceLineId,
    /// Its description, as printed.
    pub description: String,
    /// Units.
    pub quantity: i64,
}

impl From<RecallCredit> for RecallCreditProposal {
    fn from(RecallCredit { invoice, lines }: RecallCredit) -> Self {
        let lines = lines.into_iter().map(|line| RecallCreditProposalLine {
            invoice_line_id: line.line.id,
            description: line.line.description,
            quantity: line.units,
        });
        Self {
            invoice_id: invoice.id,
            invoice_name: rules::document_name(&invoice),
            buyer_name: rules::buyer_of_document(&invoice).name,
            lines: lines.collect(),
        }
    }
}

/// Operations on the credit notes of recalls.
pub struct RecallCredits;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl RecallCredits {
    /// List the credit notes that a recall still asks for
    #[oai(path = "/recalls/:id/credit-proposals", method = "get", operation_id = "list_recall_credits")]
    async fn list_recall_credits(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<RecallId>,
    ) -> Result<List<RecallCreditProposal>> {
        let tx = app.read(caller.actor()).await?;
        let proposals = propose_recall_credits(&tx, id.0).await?;
        Ok(List::all(proposals.into_iter().map(RecallCreditProposal::from).collect()))
    }
}
