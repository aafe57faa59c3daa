//! Finance staff compare the bank's account in the ledger with the bank statement.

use chrono::NaiveDate;
use entities::values::{Currency, Money};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance},
    payments::CountAndSum,
    platform::{app::App, http::problem::Result},
    settlement::actions::{BankAccount, load_bank_reconciliation},
};

/// A number of things and the sum of their amounts.
#[derive(Clone, Debug, Object)]
pub struct ReconciliationItem {
    /// How many.
    pub count: i64,
    /// Sum of their amounts.
    pub amount: Money,
}

/// The bank's account in the ledger beside the last recorded closing balance, and what explains the difference.
///
/// `ledger_balance = closing_balance + lines_after_closing − unmatched_lines + payments_without_line −
/// payouts_without_line − unexplained`. Without a closing balance, the opening balance and all lines stand for it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BankReconciliation {
    /// Balance of the bank's account in the ledger.
    pub ledger_balance: Money,
    /// What the account held before the first imported line.
    pub opening_balance: Option<Money>,
    /// What the last bank statement ends with.
    pub closing_balance: Option<Money>,
    /// Its day.
    pub closing_on: Option<NaiveDate>,
    /// Imported lines until that day, or all of them without a closing balance.
    pub imported_lines: ReconciliationItem,
    /// Imported lines after that day.
    pub lines_after_closing: ReconciliationItem,
    /// Lines that wait for a person: they are not in the ledger.
    pub unmatched_lines: ReconciliationItem,
    /// Lines that may be other lines again: they are in no other figure until a person decides.
    pub possible_duplicates: ReconciliationItem,
    /// Transfers recorded by hand that no line shows yet: they are in the ledger.
    pub payments_without_line: ReconciliationItem,
    /// Payouts confirmed by hand that no line shows yet: they are in the ledger.
    pub payouts_without_line: ReconciliationItem,
    /// What none of this explains: lines that were not imported, or a wrong opening or closing balance.
    pub unexplained: Money,
    /// Whether the ledger has the closing balance of the bank statement and the lines after it, and no line waits. Never
    /// without a closing balance.
    pub is_reconciled: bool,
}

impl BankReconciliation {
    fn of(BankAccount { figures, closing_on }: BankAccount, currency: Currency) -> Self {
        let item = |sum: CountAndSum| ReconciliationItem { count: sum.count, amount: sum.sum.of(currency) };
        Self {
            ledger_balance: figures.ledger.of(currency),
            opening_balance: figures.opening.map(|amount| amount.of(currency)),
            closing_balance: figures.closing.map(|amount| amount.of(currency)),
            closing_on,
            imported_lines: item(figures.imported),
            lines_after_closing: item(figures.lines_after_closing()),
            unmatched_lines: item(figures.unmatched),
            possible_duplicates: item(figures.possible_duplicates),
            payments_without_line: item(figures.payments_without_line),
            payouts_without_line: item(figures.payouts_without_line),
            unexplained: figures.unexplained().of(currency),
            is_reconciled: figures.is_reconciled(),
        }
    }
}

/// Operations of finance staff on the bank's account.
pub struct BankReconciliations;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Settlement")]
impl BankReconciliations {
    /// Compare the bank's account in the ledger with the bank statement
    #[oai(path = "/bank-reconciliation", method = "get", operation_id = "get_bank_reconciliation")]
    async fn get_bank_reconciliation(&self, app: Data<&App>, caller: StaffFinance) -> Result<Json<BankReconciliation>> {
        let tx = app.read(caller.actor()).await?;
        let account = load_bank_reconciliation(&tx).await?;
        Ok(Json(BankReconciliation::of(account, tx.currency())))
    }
}
