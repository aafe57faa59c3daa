//! How a pool is shared among its makers, and how much of each share may be paid out so far.
//!
//! Every division is by largest remainder on cumulative figures, so the parts always add up to the whole, and an amount
//! paid in parts is divided as if it had been paid at once.

use entities::values::{Amount, round_half_away, split_by_largest_remainder};

use super::{
    Earnings,
    commission::{commission, commission_vat},
};

/// What a workshop contributed to a pool, and the commission on its share.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    /// Units accepted from it.
    pub accepted: i64,
    /// Commission, in basis points of its net share.
    pub commission_bps: i32,
    /// VAT on the commission, in basis points.
    pub commission_vat_bps: i32,
}

/// Shares a pool among its makers by accepted quantity; `None` where nothing was accepted.
///
/// `makers` is in the order of their stable codes, which decides equal remainders.
pub fn share_pool(net: Amount, vat: Amount, makers: &[Maker]) -> Option<Vec<Earnings>> {
    let accepted: Vec<i64> = makers.iter().map(|maker| maker.accepted).collect();
    if accepted.iter().all(|units| *units == 0) {
        return None;
    }
    let nets = split_by_largest_remainder(net, &accepted);
    let vats = split_by_largest_remainder(vat, &accepted);
    let shares = makers.iter().zip(nets).zip(vats).map(|((maker, net), vat)| {
        let commission = commission(net, maker.commission_bps);
        let commission_vat = commission_vat(commission, maker.commission_vat_bps);
        Earnings { net, vat, commission, commission_vat }
    });
    Some(shares.collect())
}

/// The part of each share that may be paid out, when `paid_net` and `paid_vat` of the pool have been paid so far. When
/// the whole pool is paid, it is the share itself.
pub fn payable_so_far(shares: &[Earnings], paid_net: Amount, paid_vat: Amount) -> Vec<Earnings> {
    let nets = split_by_largest_remainder(paid_net, &weights(shares, |share| share.net));
    let vats = split_by_largest_remainder(paid_vat, &weights(shares, |share| share.vat));
    let payable = shares.iter().zip(nets).zip(vats).map(|((share, net), vat)| Earnings {
        net,
        vat,
        commission: in_proportion(share.commission, net, share.net),
        commission_vat: in_proportion(share.commission_vat, net, share.net),
    });
    payable.collect()
}

fn weights(shares: &[Earnings], amount: impl Fn(&Earnings) -> Amount) -> Vec<i64> {
    shares.iter().map(|share| amount(share).0.max(0)).collect()
}

/// `amount × part ∕ whole`, rounded half away from zero; zero where `whole` is.
fn in_proportion(amount: Amount, part: Amount, whole: Amount) -> Amount {
    if whole.0 == 0 {
        Amount::ZERO
    } else {
        Amount(round_half_away(i128::from(amount.0) * i128::from(part.0), i128::from(whole.0)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn makers() -> impl Strategy<Value = Vec<Maker>> {
        prop::collection::vec(
            (0_i64..5_000, 0_i32..3_000).prop_map(|(accepted, bps)| Maker {
                accepted,
                commission_bps: bps,
                commission_vat_bps: 1_900,
            }),
            1..12,
        )
    }

    proptest! {
        #[test]
        fn shares_and_commission_are_the_pool(net in 0_i64..900_000_000, vat in 0_i64..90_000_000, makers in makers()) {
            let Some(shares) = share_pool(Amount(net), Amount(vat), &makers) else {
                prop_assert!(makers.iter().all(|m| m.accepted == 0));
                return Ok(());
            };
            prop_assert_eq!(shares.iter().map(|s| s.net).sum::<Amount>(), Amount(net));
            prop_assert_eq!(shares.iter().map(|s| s.vat).sum::<Amount>(), Amount(vat));
            let out: Amount = shares.iter().map(|s| s.total() + s.commission + s.commission_vat).sum();
            prop_assert_eq!(out, Amount(net + vat));
            let same = share_pool(Amount(net), Amount(vat), &makers);
            prop_assert_eq!(Some(shares), same);
        }

        #[test]
        fn payments_reach_the_makers_whole_and_end_at_their_shares(
            net in 1_i64..900_000_000,
            vat in 0_i64..90_000_000,
            makers in makers(),
            steps in prop::collection::vec(0_i64..=1_000, 0..6),
        ) {
            let Some(shares) = share_pool(Amount(net), Amount(vat), &makers) else { return Ok(()) };
            for step in steps {
                let (paid_net, paid_vat) = (Amount(net * step / 1_000), Amount(vat * step / 1_000));
                let so_far = payable_so_far(&shares, paid_net, paid_vat);
                prop_assert_eq!(so_far.iter().map(|s| s.net).sum::<Amount>(), paid_net);
                prop_assert_eq!(so_far.iter().map(|s| s.vat).sum::<Amount>(), paid_vat);
                for (now, whole) in so_far.iter().zip(&shares) {
                    prop_assert!(now.commission.0 <= whole.commission.0 + 1);
                }
            }
            prop_assert_eq!(payable_so_far(&shares, Amount(net), Amount(vat)), shares);
        }
    }
}
