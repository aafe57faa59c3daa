//! Finance staff import bank statements.

use entities::values::Money;
use poem_openapi::{Object, OpenApi};

use super::{
    bank_lines::{BankLine, Related},
    tag::Tag,
};
use crate::{
    identity::StaffFinance,
    payments::{BankLineImport, import_bank_statement, read_bank_statement},
    platform::{
        http::{
            csv_upload::CsvUpload,
            idempotency::{Created, Idempotent},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
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
    /// Rows that may be known lines, because they resemble one: under the bank's id of another day, amount or text, or
    /// the same without an id. Each is stored and waits for a decision; those of earlier imports are told again.
    pub possible_duplicates: Vec<PossibleDuplicateRow>,
    /// Physical lines of the rows that move no money; nothing is stored of them.
    pub lines_without_movement: Vec<u64>,
    /// What the account holds at the end of the statement, where it has balances; the reconciliation uses it.
    pub closing_balance: Option<Money>,
}

/// A row of a bank statement that may be a known line.
#[derive(Clone, Debug, Object)]
pub struct PossibleDuplicateRow {
    /// Its physical line in the file.
    pub line: u64,
    /// The bank line that it is stored as, with the line that it resembles.
    pub bank_line: BankLine,
}

impl BankStatementImport {
    async fn of(tx: &UnitOfWork, import: BankLineImport, closing_balance: Option<Money>) -> Result<Self> {
        let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
        let (lines, rows): (Vec<u64>, Vec<_>) =
            import.possible_duplicates.into_iter().map(|row| (row.line, row.bank_line)).unzip();
        let related = Related::load(tx, &rows).await?;
        let rows = lines.into_iter().zip(rows.into_iter().map(|row| related.response(row)));
        Ok(Self {
            new: count(import.new),
            known: count(import.known),
            payouts: count(import.payouts),
            possible_duplicates: rows.map(|(line, bank_line)| PossibleDuplicateRow { line, bank_line }).collect(),
            lines_without_movement: import.lines_without_movement,
            closing_balance,
        })
    }
}

/// Operations of finance staff on bank statements.
pub struct BankStatements;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl BankStatements {
    /// Import a bank statement
    ///
    /// The file is CSV with the columns `booked_on`, `amount` and `reference`, and optionally `counterparty`, `bank_id`
    /// and `balance`. Rows that were imported before are skipped; the balances must add up, and the last is recorded. No row
    /// is skipped because of its `bank_id` alone.
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
                BankStatementImport::of(tx, import, closing).await
            })
            .await
    }
}
