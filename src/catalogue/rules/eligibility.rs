//! Which workshop may supply which product on a day.

use chrono::NaiveDate;
use entities::{
    catalogue::offer,
    values::{BoundBy, in_months},
};

/// A live offer, and why its workshop may not supply it on a day.
#[derive(Clone, Debug)]
pub struct OfferEligibility {
    /// The offer.
    pub offer: offer::Model,
    /// Units per lot of its product.
    pub lot_size: i64,
    /// An order line of its product is a multiple of this.
    pub order_multiple: i64,
    /// How much of all its offers the workshop can make, in basis points; none = all.
    pub workshop_limit_bps: Option<i32>,
    /// Why the workshop may not supply: certificate, authorisation, pause or harvest; none = it may.
    pub blocked_by: Option<BoundBy>,
}

/// Why a workshop may not supply a product on a date; none = it may.
///
/// `workshop` is the workshop's own reason (authorisation or pause) and comes first, then the certificate, then the
/// harvest.
pub fn ineligible_reason(
    workshop: Option<BoundBy>,
    certified: bool,
    harvest_months: i32,
    date: NaiveDate,
) -> Option<BoundBy> {
    if workshop.is_some() {
        return workshop;
    }
    if !certified {
        return Some(BoundBy::Certificate);
    }
    (!in_months(harvest_months, date)).then_some(BoundBy::Harvest)
}

/// The reason that is reported for a product that no workshop may supply: the one that will probably end first.
pub fn reported_reason(reasons: impl IntoIterator<Item = BoundBy>) -> Option<BoundBy> {
    reasons.into_iter().min_by_key(|reason| match reason {
        BoundBy::Pause => 0,
        BoundBy::Harvest => 1,
        BoundBy::Authorisation => 2,
        _ => 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workshop_comes_before_its_certificate_and_its_harvest() {
        let january = NaiveDate::from_ymd_opt(2026, 1, 9).unwrap();
        let (only_january, only_june) = (1, 1 << 5);
        assert_eq!(ineligible_reason(None, true, only_january, january), None);
        assert_eq!(ineligible_reason(None, true, only_june, january), Some(BoundBy::Harvest));
        assert_eq!(ineligible_reason(None, false, only_june, january), Some(BoundBy::Certificate));
        assert_eq!(ineligible_reason(Some(BoundBy::Pause), false, only_june, january), Some(BoundBy::Pause));
    }
}
