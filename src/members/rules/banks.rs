//! The banks that accept transfers in Chile, by their code in the transfer system. A bank that has merged into another
//! keeps its code for the accounts that were opened under it.

/// A bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bank {
    /// Three digits.
    pub code: &'static str,
    /// What people call it.
    pub name: &'static str,
}

const fn bank(code: &'static str, name: &'static str) -> Bank {
    Bank { code, name }
}

/// All banks, by code.
pub const BANKS: [Bank; 22] = [
    bank("001", "Banco de Chile"),
    bank("009", "Banco Internacional"),
    bank("012", "BancoEstado"),
    bank("014", "Scotiabank"),
    bank("016", "BCI"),
    bank("017", "Banco do Brasil"),
    bank("027", "Corpbanca"),
    bank("028", "BICE"),
    bank("031", "HSBC"),
    bank("033", "Citibank"),
    bank("037", "Santander"),
    bank("039", "Itaú"),
    bank("045", "MUFG Bank"),
    bank("049", "Security"),
    bank("051", "Falabella"),
    bank("053", "Ripley"),
    bank("054", "Rabobank"),
    bank("055", "Consorcio"),
    bank("059", "BTG Pactual"),
    bank("504", "BBVA"),
    bank("672", "Coopeuch"),
    bank("730", "Tenpo"),
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
