//! Rules of accounts: long payment terms have an agreement; the exposure stays within what can be stored, and within the
//! credit limit where that is enforced.

use entities::{
    buyers::buyer,
    values::{Amount, Currency},
};

use crate::buyers::errors::BuyerError;

/// The longest payment terms without a registered agreement, in calendar days (Ley 21.131).
pub const LONGEST_TERMS: i32 = 30;

/// Whether terms of these days need a registered agreement that they lack. Terms that an account had before may stay or
/// become shorter.
pub fn needs_agreement(days: i32, has_agreement: bool, days_before: Option<i32>) -> bool {
    days > LONGEST_TERMS && !has_agreement && days_before.is_none_or(|before| days > before)
}

/// The exposure of `account` after a change by `amount`.
///
/// # Errors
/// `AmountTooLarge` where the sum does not fit.
pub fn exposure_after(account: &buyer::Model, amount: Amount) -> Result<Amount, BuyerError> {
    account.exposure.0.checked_add(amount.0).map(Amount).ok_or(BuyerError::AmountTooLarge)
}

/// Checks that `exposure`, the account's exposure after a rise by `amount`, is within its credit limit.
///
/// # Errors
/// `CreditLimitExceeded`.
pub fn check_credit_limit(
    account: &buyer::Model,
    exposure: Amount,
    amount: Amount,
    currency: Currency,
) -> Result<(), BuyerError> {
    match account.credit_limit {
        Some(limit) if exposure > limit => Err(BuyerError::CreditLimitExceeded {
            required: amount.of(currency),
            available: (limit - account.exposure).max(Amount::ZERO).of(currency),
            limit: limit.of(currency),
        }),
        _ => Ok(()),
    }
}
