//! What a workshop earns in a pool.

use std::ops;

use entities::values::{Amount, WorkshopId};

/// A workshop's part of a pool, or of what has been paid of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earnings {
    /// Part of the net value, before commission.
    pub net: Amount,
    /// Part of the taxes on the sales that the workshop receives, because it declares them.
    pub vat: Amount,
    /// Part of the taxes on the sales that the cooperative keeps, because it declares them.
    pub kept_tax: Amount,
    /// Commission of the cooperative, taken out of `net`.
    pub commission: Amount,
    /// VAT on that commission.
    pub commission_vat: Amount,
}

impl Earnings {
    /// What the workshop receives.
    pub fn total(self) -> Amount {
        self.net + self.vat - self.commission - self.commission_vat
    }
}

impl ops::Sub for Earnings {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            net: self.net - other.net,
            vat: self.vat - other.vat,
            kept_tax: self.kept_tax - other.kept_tax,
            commission: self.commission - other.commission,
            commission_vat: self.commission_vat - other.commission_vat,
        }
    }
}

impl ops::AddAssign for Earnings {
    fn add_assign(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
        self.kept_tax += other.kept_tax;
        self.commission += other.commission;
        self.commission_vat += other.commission_vat;
    }
}

/// The earnings of one workshop, or a change of them.
#[derive(Clone, Debug)]
pub struct WorkshopEarnings {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its stable code.
    pub workshop_code: String,
    /// Its earnings.
    pub earnings: Earnings,
}
