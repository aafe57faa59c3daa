//! The commission that the cooperative keeps of a workshop's share of a pool, and the VAT on it.
//!
//! Rates are frozen when the pool closes. The commission is a service of the cooperative to the workshop, so its VAT is
//! owed by the cooperative (Circular 126/1977 of the tax office).

use entities::values::Amount;

/// The commission on a net share, at a rate in basis points, rounded half away from zero.
pub fn commission(net: Amount, rate_bps: i32) -> Amount {
    net.bps(rate_bps)
}

/// The VAT on a commission, at a rate in basis points, rounded half away from zero.
pub fn commission_vat(commission: Amount, rate_bps: i32) -> Amount {
    commission.bps(rate_bps)
}
