//! The commission that the cooperative keeps of a workshop's share of a pool, and the VAT on it.
//!
//! Rates are frozen when the pool closes: those that hold on the day of delivery. The most specific wins: the rate of the
//! workshop for the family, else that of the workshop, else that of the family, else the general rate of the assembly.
//! Of one scope the rate that is valid from the latest day holds, and of these the one recorded last; where it was ended,
//! the next scope decides. The commission is a service of the cooperative to the workshop, so its VAT is owed by the
//! cooperative (Circular 126/1977 of the tax office).

use chrono::NaiveDate;
use entities::{
    settlement::commission_rate,
    values::{Amount, FamilyId, WorkshopId},
};

/// The rates of commission on a day of delivery.
#[derive(Clone, Copy, Debug)]
pub struct CommissionRates<'a> {
    /// The general rate, in basis points.
    pub general_bps: i32,
    /// All recorded rates of workshops and families.
    pub rates: &'a [commission_rate::Model],
    /// The day.
    pub on: NaiveDate,
}

impl CommissionRates<'_> {
    /// The rate for what a workshop made of a family, in basis points.
    pub fn rate_bps(&self, workshop: WorkshopId, family: FamilyId) -> i32 {
        let scopes = [(Some(workshop), Some(family)), (Some(workshop), None), (None, Some(family))];
        let in_force = |(workshop, family)| {
            let is_valid = |rate: &&commission_rate::Model| {
                (rate.workshop_id, rate.family_id) == (workshop, family) && rate.valid_from <= self.on
            };
            let latest = self.rates.iter().filter(is_valid).max_by_key(|rate| (rate.valid_from, rate.id));
            latest.and_then(|rate| rate.rate_bps)
        };
        scopes.into_iter().find_map(in_force).unwrap_or(self.general_bps)
    }
}

/// The commission on a net share, at a rate in basis points, rounded half away from zero.
pub fn commission(net: Amount, rate_bps: i32) -> Amount {
    net.bps(rate_bps)
}

/// The VAT on a commission, at a rate in basis points, rounded half away from zero.
pub fn commission_vat(commission: Amount, rate_bps: i32) -> Amount {
    commission.bps(rate_bps)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entities::values::{CommissionRateId, DecisionId};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, number).unwrap()
    }

    fn rate(
        id: u128,
        workshop: Option<u128>,
        family: Option<u128>,
        from: u32,
        bps: Option<i32>,
    ) -> commission_rate::Model {
        commission_rate::Model {
            id: CommissionRateId(Uuid::from_u128(id)),
            decision_id: DecisionId(Uuid::nil()),
            workshop_id: workshop.map(|id| WorkshopId(Uuid::from_u128(id))),
            family_id: family.map(|id| FamilyId(Uuid::from_u128(id))),
            rate_bps: bps,
            valid_from: day(from),
            created_at: DateTime::UNIX_EPOCH,
            created_by: None,
        }
    }

    fn rate_on(rates: &[commission_rate::Model], on: u32, workshop: u128, family: u128) -> i32 {
        let rates = CommissionRates { general_bps: 1_000, rates, on: day(on) };
        rates.rate_bps(WorkshopId(Uuid::from_u128(workshop)), FamilyId(Uuid::from_u128(family)))
    }

    #[test]
    fn the_most_specific_rate_of_the_day_wins() {
        let rates = [
            rate(1, None, Some(7), 3, Some(900)),
            rate(2, Some(1), None, 5, Some(800)),
            rate(3, Some(1), Some(7), 7, Some(0)),
            rate(4, Some(1), Some(7), 9, None),
            rate(5, Some(1), None, 11, None),
            rate(6, None, Some(7), 13, Some(500)),
            rate(7, None, Some(7), 13, Some(600)),
        ];
        let days = [2, 3, 5, 7, 9, 11, 13].map(|on| rate_on(&rates, on, 1, 7));
        assert_eq!(days, [1_000, 900, 800, 0, 800, 900, 600]);
        assert_eq!((rate_on(&rates, 9, 2, 7), rate_on(&rates, 9, 1, 8), rate_on(&rates, 9, 2, 8)), (900, 800, 1_000));
    }

    proptest! {
        #[test]
        fn a_rate_of_others_changes_nothing(
            rates in prop::collection::vec((0_u128..3, 0_u128..3, 1_u32..28, 0_i32..3_000, any::<bool>()), 0..12),
            on in 1_u32..28,
        ) {
            let rates: Vec<commission_rate::Model> = rates
                .into_iter()
                .zip(1_u128..)
                .filter(|((workshop, family, ..), _)| (*workshop, *family) != (0, 0))
                .map(|((workshop, family, from, bps, is_set), id)| {
                    let some = |of: u128| (of != 0).then_some(of);
                    rate(id, some(workshop), some(family), from, is_set.then_some(bps))
                })
                .collect();
            let is_mine = |rate: &&commission_rate::Model| {
                let mine = |id: Option<Uuid>| id.is_none_or(|id| id == Uuid::from_u128(1));
                mine(rate.workshop_id.map(|id| id.0)) && mine(rate.family_id.map(|id| id.0)) && rate.valid_from <= day(on)
            };
            let mine: Vec<commission_rate::Model> = rates.iter().filter(is_mine).cloned().collect();
            prop_assert_eq!(rate_on(&rates, on, 1, 1), rate_on(&mine, on, 1, 1));
        }
    }
}
