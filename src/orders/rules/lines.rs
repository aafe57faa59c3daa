//! Lines of an order: quantities, net and tax.

use entities::values::{Amount, line_net};

/// What a line needs to be summed: units, price, and the taxes of its product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priced {
    /// Units.
    pub quantity: i64,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Basis points off the unit price.
    pub discount_bps: i32,
    /// VAT of the product, in basis points.
    pub vat_bps: i32,
    /// Additional tax of the product, in basis points.
    pub additional_bps: i32,
}

impl Priced {
    /// Net of the line, rounded once.
    pub fn net(self) -> Amount {
        line_net(self.unit_price, self.quantity, self.discount_bps)
    }

    /// Its taxes, each rounded by itself.
    pub fn tax(self) -> Amount {
        let net = self.net();
        net.bps(self.vat_bps) + net.bps(self.additional_bps)
    }

    /// Net and taxes.
    pub fn gross(self) -> Amount {
        self.net() + self.tax()
    }
}

/// Units for `guests` guests at `per_guest` units each, in whole order multiples.
pub fn for_guests(per_guest: i64, guests: i64, multiple: i64) -> i64 {
    let multiple = multiple.max(1);
    let units = per_guest.saturating_mul(guests);
    units.saturating_add(multiple - 1) / multiple * multiple
}

/// A short code that people read out: eight letters and digits that are not mistaken for each other.
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
    fn each_tax_is_rounded_by_itself() {
        let line =
            Priced { quantity: 3, unit_price: Amount(1_990), discount_bps: 0, vat_bps: 1_900, additional_bps: 3_150 };
        assert_eq!((line.net(), line.tax(), line.gross()), (Amount(5_970), Amount(1_134 + 1_881), Amount(8_985)));
    }

    #[test]
    fn guests_are_served_in_whole_multiples() {
        for (per_guest, guests, multiple, units) in [(2, 7, 6, 18), (1, 0, 6, 0), (1, 6, 6, 6), (3, 5, 1, 15)] {
            assert_eq!(for_guests(per_guest, guests, multiple), units);
        }
    }

    #[test]
    fn codes_have_eight_letters_and_differ() {
        assert_eq!(short_code([0; 5]), "22222222");
        assert_eq!(short_code([255; 5]), "ZZZZZZZZ");
        assert_eq!(short_code([0, 0, 0, 0, 33]), "22222233");
    }
}
