//! Finance staff import bank statements.

use poem_openapi::{Object, OpenApi};

use super::tag::Tag;
use crate::{
    identity::StaffFinance,
    payments::{BankLineImport, import_bank_lines, read_bank_statement},
    platform::http::{
        csv_upload::CsvUpload,
        idempotency::{Created, Idempotent},
        problem::Result,
    },
};

/// How many rows of a bank statement were imported.
#[derive(Clone, Debug, Object)]
pub struct BankStatementImport {
    /// Rows that were new.
    pub new: u64,
    /// Rows that were imported before: importing the same statement again changes nothing.
    pub known: u64,
    /// New rows with the reference of a payout to a producer.
    pub payouts: u64,
}

impl From<BankLineImport> for BankStatementImport {
    fn from(import: BankLineImport) -> Self {
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        Self { new: count(import.new), known: count(import.known), payouts: count(import.payouts) }
    }
}

/// Operations of finance staff on bank statements.
pub struct BankStatements;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl BankStatements {
    /// Import a bank statement
    ///
    /// The file is CSV with the columns `booked_on`, `amount` and `reference`, and optionally `counterparty` and
    /// `bank_id`. Rows that were imported before are skipped.
    #[oai(path = "/bank-statements", method = "post", operation_id = "import_bank_statement")]
    async fn import_bank_statement(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        file: CsvUpload,
    ) -> Result<Created<BankStatementImport>> {
        request
            .run_upload(file, async |tx, _, bytes| {
                let rows = read_bank_statement(&bytes, tx.currency(), tx.today())?;
                Ok(import_bank_lines(tx, rows).await?.into())
            })
            .await
    }
}
