//! Tax ids of organisations.

use entities::values::{Currency, parse_rut};

/// The check digit of a RUT is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCheckDigit;

/// A tax id in the form in which it is stored: a RUT without dots where the currency is Chile's, otherwise as entered.
///
/// # Errors
/// [`WrongCheckDigit`] where it should be a RUT and is not.
pub fn normalise_tax_id(currency: Currency, entered: Option<String>) -> Result<Option<String>, WrongCheckDigit> {
    match entered {
        Some(entered) if currency == Currency::Clp => parse_rut(&entered).map(Some).ok_or(WrongCheckDigit),
        entered => Ok(entered),
    }
}
