//! What a workshop earns in a pool.

use std::ops;

use entities::values::{Amount, WorkshopId};

use super::LineValue;

/// A workshop's part of a pool, or of what has been paid of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earnings {
    /// Part of the net value, before commission.
    pub net: Amount,
    /// Part of the VAT on the sales that the workshop receives, because it declares it.
    pub vat: Amount,
    /// Part of the additional taxes on the sales that the workshop receives, because it declares them.
    pub additional_tax: Amount,
    /// Part of the VAT on the sales that the cooperative keeps, because it declares it.
    pub kept_vat: Amount,
    /// Part of the additional taxes on the sales that the cooperative keeps, because it declares them.
    pub kept_additional_tax: Amount,
    /// Commission of the cooperative, taken out of `net`.
    pub commission: Amount,
    /// VAT on that commission.
    pub commission_vat: Amount,
}

impl Earnings {
    /// What the workshop receives.
    pub fn total(self) -> Amount {
        self.net + self.vat + self.additional_tax - self.commission - self.commission_vat
    }
}

impl Earnings {
    /// The workshop's part of what the buyers are charged: of the net value, the VAT and the additional taxes.
    pub fn sale(self) -> LineValue {
        LineValue {
            net: self.net,
            vat: self.vat + self.kept_vat,
            additional_tax: self.additional_tax + self.kept_additional_tax,
        }
    }
}

impl ops::Sub for Earnings {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            net: self.net - other.net,
            vat: self.vat - other.vat,
            additional_tax: self.additional_tax - other.additional_tax,
            kept_vat: self.kept_vat - other.kept_vat,
            kept_additional_tax: self.kept_additional_tax - other.kept_additional_tax,
            commission: self.commission - other.commission,
            commission_vat: self.commission_vat - other.commission_vat,
        }
    }
}

impl ops::AddAssign for Earnings {
    fn add_assign(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
        self.additional_tax += other.additional_tax;
        self.kept_vat += other.kept_vat;
        self.kept_additional_tax += other.kept_additional_tax;
        self.commission += other.commission;
        self.commission_vat += other.commission_vat;
    }
}

/// What one fact changes of what is payable to a workshop in a pool.
#[derive(Clone, Debug)]
pub struct PayableChange {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its stable code.
    pub workshop_code: String,
    /// Change of what is payable.
    pub earnings: Earnings,
    /// Change of what is payable before the buyers have paid it.
    pub carried: Amount,
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
