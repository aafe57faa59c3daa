//! Tax ids of organisations.

use entities::values::{Currency, parse_tax_id};

/// The check digit of a RUT is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCheckDigit;

/// A tax id in the form in which it is stored. Where the currency is Chile's it is a RUT without dots, or a foreign one
/// after the letters of its country; otherwise it is as entered.
///
/// # Errors
/// `WrongCheckDigit` where it should be a RUT and is not, and names no other country.
pub fn normalise_tax_id(currency: Currency, entered: Option<String>) -> Result<Option<String>, WrongCheckDigit> {
    match entered {
        Some(entered) if currency == Currency::Clp => parse_tax_id(&entered).map(Some).ok_or(WrongCheckDigit),
        entered => Ok(entered),
    }
}
