//! What several requests have in common: allocations to invoices, reasons of reversals, checks of currency and sign.

use entities::values::{Amount, Currency, InvoiceId, Money};
use poem_openapi::Object;

use crate::{
    payments::{InvoiceAllocation, errors::PaymentError},
    platform::http::{api_error::ApiError, limits::LINE, problem::Result, text::Text},
};

/// The part of a payment that pays one invoice.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PaymentAllocation {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// More than zero.
    pub amount: Money,
}

/// Why something recorded is posted in reverse.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct Reversal {
    /// The reason, in words.
    pub reason: Text<1, LINE>,
}

/// Allocations in the installation's currency.
///
/// # Errors
/// `WrongCurrency` or `NotPositive`, naming the first allocation at fault.
pub fn invoice_allocations(allocations: &[PaymentAllocation], currency: Currency) -> Result<Vec<InvoiceAllocation>> {
    let allocation = |(index, allocation): (usize, &PaymentAllocation)| {
        let amount = positive_amount(allocation.amount, currency, &format!("/allocations/{index}/amount"))?;
        Ok(InvoiceAllocation { invoice_id: allocation.invoice_id, amount })
    };
    allocations.iter().enumerate().map(allocation).collect()
}

/// An amount above zero in the installation's currency; `pointer` names its field.
///
/// # Errors
/// `WrongCurrency`, `NotPositive`.
pub fn positive_amount(money: Money, currency: Currency, pointer: &str) -> Result<Amount> {
    let amount = amount_in(money, currency, pointer)?;
    if amount > Amount::ZERO { Ok(amount) } else { Err(PaymentError::NotPositive.at(pointer)) }
}

/// An amount of zero or more in the installation's currency; `pointer` names its field.
///
/// # Errors
/// `WrongCurrency`, `NegativeAmount`.
pub fn non_negative_amount(money: Money, currency: Currency, pointer: &str) -> Result<Amount> {
    let amount = amount_in(money, currency, pointer)?;
    if amount >= Amount::ZERO { Ok(amount) } else { Err(PaymentError::NegativeAmount.at(pointer)) }
}

/// An amount in the installation's currency; `pointer` names its field.
///
/// # Errors
/// `WrongCurrency`.
pub fn amount_in(money: Money, currency: Currency, pointer: &str) -> Result<Amount> {
    if money.currency == currency {
        Ok(Amount(money.amount))
    } else {
        Err(PaymentError::WrongCurrency { currency }.at(pointer))
    }
}
