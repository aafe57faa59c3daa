//! The reference that a payout carries in the bank file and in the bank statement: `MG` and 14 letters or digits.

use entities::values::PayoutId;

const PREFIX: &str = "MG";
/// Characters of a reference, with its prefix. Banks print at least 16.
const LENGTH: usize = 16;

/// The reference of a payout: the prefix and the last 14 hexadecimal digits of its id, in upper case.
pub fn payout_reference(id: PayoutId) -> String {
    let digits = id.0.simple().to_string();
    let last = digits.len().saturating_sub(LENGTH.saturating_sub(PREFIX.len()));
    format!("{PREFIX}{}", digits.get(last..).unwrap_or(&digits).to_ascii_uppercase())
}

/// The references of payouts that a text contains.
pub fn find_payout_references(text: &str) -> Vec<String> {
    let is_reference = |word: &&str| word.len() == LENGTH && word.starts_with(PREFIX);
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_reference).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn payouts_are_found_by_their_reference() {
        assert_eq!(find_payout_references("PAGO MG0123456789ABCD, lote 3"), ["MG0123456789ABCD"]);
        assert_eq!(find_payout_references("MG01 XMG0123456789ABCD mg0123456789abcd"), Vec::<String>::new());
    }

    #[test]
    fn the_reference_of_a_payout_is_found_again() {
        let reference = payout_reference(PayoutId(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef)));
        assert_eq!(reference, "MG23456789ABCDEF");
        assert_eq!(find_payout_references(&format!("TEF {reference}")), [reference]);
    }
}
