//! Short codes of orders and standing orders.

/// A code of eight letters and digits that are not mistaken for each other when they are read out.
pub fn short_code(bytes: [u8; 5]) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let letter = |i: u32| LETTERS.get(usize::try_from(bits >> (5 * i) & 31).unwrap_or(0)).copied().unwrap_or(b'2');
    (0..8).rev().map(|i| char::from(letter(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_eight_letters_and_differ() {
        assert_eq!(short_code([0; 5]), "22222222");
        assert_eq!(short_code([255; 5]), "ZZZZZZZZ");
        assert_eq!(short_code([0, 0, 0, 0, 33]), "22222233");
    }
}
