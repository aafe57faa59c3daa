//! The statement of a buyer's account, for the buyer and for finance staff.

use chrono::{Days, NaiveDate};
use entities::values::{AccountMovementKind, BuyerId, Currency, InvoiceId, Money};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    buyers,
    identity::{Buyer, Caller, StaffFinance},
    payments::{
        actions::{BuyerStatement, load_account_statement},
        rules::AccountLine,
    },
    platform::{
        app::App,
        http::{dates::FilterDate, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Days that a statement shows where the caller names no first day.
const DAYS: u64 = 365;

/// A movement of a buyer's account.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AccountStatementLine {
    /// Its day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: AccountMovementKind,
    /// The document, where it is one.
    pub invoice_id: Option<InvoiceId>,
    /// Name of the document.
    pub name: Option<String>,
    /// Positive where the buyer owes more.
    pub amount: Money,
    /// What the buyer owes after it; negative in the buyer's favour.
    pub balance: Money,
}

impl AccountStatementLine {
    fn of(AccountLine { movement, balance }: AccountLine, currency: Currency) -> Self {
        Self {
            on: movement.on,
            kind: movement.kind,
            invoice_id: movement.invoice_id,
            name: movement.name,
            amount: movement.amount.of(currency),
            balance: balance.of(currency),
        }
    }
}

/// The statement of a buyer's account.
///
/// The opening balance and the amounts of all lines add up to the closing balance, which is what is open of the buyer's
/// invoices less what is in its favour.
#[derive(Clone, Debug, Object)]
pub struct AccountStatement {
    /// The first day.
    pub from: NaiveDate,
    /// What the buyer owed before that day.
    pub opening_balance: Money,
    /// Its movements, oldest first.
    pub lines: Vec<AccountStatementLine>,
    /// What the buyer owes; negative in its favour.
    pub closing_balance: Money,
    /// What is open of the buyer's invoices.
    pub open_invoices: Money,
    /// What the buyer paid and no invoice needs.
    pub in_favour: Money,
    /// Interest and commission that may be charged because invoices are paid late; not owed until a debit note says so.
    pub late_charges: Money,
}

/// Operations on the statements of buyers' accounts.
pub struct AccountStatements;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl AccountStatements {
    /// Get the statement of the own account
    #[oai(path = "/buyer/account-statement", method = "get", operation_id = "get_own_account_statement")]
    async fn get_own_account_statement(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// The first day; a year ago without it.
        from: Query<Option<FilterDate>>,
    ) -> Result<Json<AccountStatement>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::get_own_buyer(&tx, &caller).await?.id;
        statement_response(&tx, buyer, from.0.map(Into::into)).await.map(Json)
    }

    /// Get the statement of a buyer's account
    #[oai(path = "/staff/buyers/:id/account-statement", method = "get", operation_id = "get_account_statement")]
    async fn get_account_statement(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BuyerId>,
        /// The first day; a year ago without it.
        from: Query<Option<FilterDate>>,
    ) -> Result<Json<AccountStatement>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::get_buyer(&tx, id.0).await?.id;
        statement_response(&tx, buyer, from.0.map(Into::into)).await.map(Json)
    }
}

async fn statement_response(tx: &UnitOfWork, buyer: BuyerId, from: Option<NaiveDate>) -> Result<AccountStatement> {
    let today = tx.today();
    let from = from.unwrap_or_else(|| today.checked_sub_days(Days::new(DAYS)).unwrap_or(today));
    let BuyerStatement { account, open_invoices, in_favour, late_charges } =
        load_account_statement(tx, buyer, from).await?;
    let currency = tx.currency();
    Ok(AccountStatement {
        from,
        opening_balance: account.opening.of(currency),
        lines: account.lines.into_iter().map(|line| AccountStatementLine::of(line, currency)).collect(),
        closing_balance: account.closing.of(currency),
        open_invoices: open_invoices.of(currency),
        in_favour: in_favour.of(currency),
        late_charges: late_charges.of(currency),
    })
}
