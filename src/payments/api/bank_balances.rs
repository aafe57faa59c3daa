//! Finance staff record balances of the bank account.

use chrono::NaiveDate;
use entities::{
    payments::bank_balance,
    values::{Amount, BankBalanceId, BankBalanceKind, Money},
};
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{amounts::amount_in, tag::Tag};
use crate::{
    identity::StaffFinance,
    payments::{NewBankBalance, record_bank_balance},
    platform::http::{
        dates::MoneyDate,
        idempotency::{Created, Idempotent},
        problem::Result,
    },
};

/// A balance of the cooperative's bank account.
#[derive(Clone, Debug, Object)]
pub struct BankBalance {
    /// Identifies the balance.
    pub id: BankBalanceId,
    /// Opening or closing.
    pub kind: BankBalanceKind,
    /// Its day.
    pub balance_on: NaiveDate,
    /// Negative for an overdrawn account.
    pub amount: Money,
}

impl From<bank_balance::Model> for BankBalance {
    fn from(row: bank_balance::Model) -> Self {
        Self { id: row.id, kind: row.kind, balance_on: row.balance_on, amount: row.amount.of(row.currency) }
    }
}

/// A balance to record.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct BankBalanceRecord {
    /// What the account held before the first imported line, or what a bank statement ends with.
    pub kind: BankBalanceKind,
    /// Its day, today at the latest.
    pub balance_on: MoneyDate,
    /// Negative for an overdrawn account.
    pub amount: Money,
}

/// Operations of finance staff on balances of the bank account.
pub struct BankBalances;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl BankBalances {
    /// Record a balance of the bank account
    ///
    /// The opening balance is posted; recording it again posts the difference.
    #[oai(path = "/bank-balances", method = "post", operation_id = "record_bank_balance")]
    async fn record_bank_balance(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<BankBalanceRecord>,
    ) -> Result<Created<BankBalance>> {
        request
            .run(body, async |tx, _, BankBalanceRecord { kind, balance_on, amount }| {
                let amount: Amount = amount_in(amount, tx.currency(), "/amount")?;
                let row =
                    record_bank_balance(tx, NewBankBalance { kind, balance_on: balance_on.into(), amount }).await?;
                Ok(BankBalance::from(row))
            })
            .await
    }
}
