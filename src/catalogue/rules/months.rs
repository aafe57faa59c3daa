//! Harvest months as a list and as bits of a number.

use entities::values::ALL_YEAR;

/// Months (1 = January … 12) as bits, bit 0 = January; none = all year. Other numbers are ignored.
pub fn month_bits(months: Option<impl Iterator<Item = u32>>) -> i32 {
    months.map_or(ALL_YEAR, |months| months.filter(|m| (1..=12).contains(m)).fold(0, |bits, m| bits | 1 << (m - 1)))
}

/// The months of these bits, 1 = January … 12.
pub fn months(bits: i32) -> Vec<u32> {
    (1..=12).filter(|month| bits & (1 << (month - 1)) != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_bits() {
        assert_eq!(month_bits(Some([1, 12, 13, 0].into_iter())), 1 | 1 << 11);
        assert_eq!(month_bits(None::<std::iter::Empty<u32>>), ALL_YEAR);
        assert_eq!(months(month_bits(Some([12, 3].into_iter()))), [3, 12]);
    }
}
