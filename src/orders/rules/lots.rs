//! Lots of a product.

/// The lots that make at least `units` units.
pub fn lots_for(units: i64, lot_size: i64) -> i64 {
    let lot_size = lot_size.max(1);
    (units + lot_size - 1) / lot_size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_rounded_up() {
        for (units, lot_size, lots) in [(0, 6, 0), (1, 6, 1), (6, 6, 1), (7, 6, 2), (5, 0, 5)] {
            assert_eq!(lots_for(units, lot_size), lots);
        }
    }
}
