//! Finance staff import bank statements.

use entities::values::Money;
use poem_openapi::{Object, OpenApi};

use super::tag::Tag;
use crate::{
    identity::StaffFinance,
    payments::{BankLineImport, import_bank_statement, read_bank_statement},
    platform::http::{
        csv_upload::CsvUpload,
        idempotency::{Created, Idempotent},
        problem::Result,
    },
};

/// How many rows of a bank statement were imported.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BankStatementImport {
    /// Rows that were new.
    pub new: u64,
    /// Rows that were imported before: importing the same statement again changes nothing.
    pub known: u64,
    /// New rows with the reference of a payout to a producer.
    pub payouts: u64,
    /// What the account holds at the end of the statement, where it has balances; the reconciliation uses it.
    pub closing_balance: Option<Money>,
}

impl From<BankLineImport> for BankStatementImport {
    fn from(import: BankLineImport) -> Self {
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        Self {
            new: count(import.new),
            known: count(import.known),
            payouts: count(import.payouts),
            closing_balance: None,
        }
    }
}

/// Operations of finance staff on bank statements.
pub struct BankStatements;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl BankStatements {
    /// Import a bank statement
    ///
    /// The file is CSV with the columns `booked_on`, `amount` and `reference`, and optionally `counterparty`, `bank_id`
    /// and `balance`. Rows that were imported before are skipped; the balances must add up, and the last is recorded.
    #[oai(path = "/bank-statements", method = "post", operation_id = "import_bank_statement")]
    async fn import_bank_statement(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        file: CsvUpload,
    ) -> Result<Created<BankStatementImport>> {
        request
            .run_upload(file, async |tx, _, bytes| {
                let statement = read_bank_statement(&bytes, tx.currency(), tx.today())?;
                let closing = statement.closing.map(|closing| closing.amount.of(tx.currency()));
                let import = import_bank_statement(tx, statement).await?;
                Ok(BankStatementImport { closing_balance: closing, ..import.into() })
            })
            .await
    }
}
