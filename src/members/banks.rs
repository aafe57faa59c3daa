//! The banks that take transfers in Chile, by the code that the transfer system gives them. Banks that have merged
//! keep their old code for the accounts opened under it.

/// A bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bank {
    /// Three digits.
    pub code: &'static str,
    /// What people call it.
    pub name: &'static str,
}

const fn is(code: &'static str, name: &'static str) -> Bank {
    Bank { code, name }
}

/// All banks, by code.
pub const BANKS: [Bank; 22] = [
    is("001", "Banco de Chile"),
    is("009", "Banco Internacional"),
    is("012", "BancoEstado"),
    is("014", "Scotiabank"),
    is("016", "BCI"),
    is("017", "Banco do Brasil"),
    is("027", "Corpbanca"),
    is("028", "BICE"),
    is("031", "HSBC"),
    is("033", "Citibank"),
    is("037", "Santander"),
    is("039", "Itaú"),
    is("045", "MUFG Bank"),
    is("049", "Security"),
    is("051", "Falabella"),
    is("053", "Ripley"),
    is("054", "Rabobank"),
    is("055", "Consorcio"),
    is("059", "BTG Pactual"),
    is("504", "BBVA"),
    is("672", "Coopeuch"),
    is("730", "Tenpo"),
];

/// The bank with this code, written with or without its leading zeros.
pub fn find_bank(code: &str) -> Option<Bank> {
    let code = format!("{code:0>3}");
    BANKS.into_iter().find(|bank| bank.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_of_three_digits() {
        assert!(BANKS.is_sorted_by(|a, b| a.code < b.code));
        assert!(BANKS.iter().all(|b| b.code.len() == 3 && b.code.bytes().all(|c| c.is_ascii_digit())));
    }

    #[test]
    fn a_bank_is_found_with_and_without_zeros() {
        for code in ["012", "12"] {
            assert_eq!(find_bank(code).map(|b| b.name), Some("BancoEstado"), "{code}");
        }
        for unknown in ["", "2", "0012", "x", "999"] {
            assert_eq!(find_bank(unknown), None, "{unknown}");
        }
    }
}
