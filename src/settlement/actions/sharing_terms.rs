//! What decides how the pools of a cycle are shared among their makers.

use chrono::NaiveDate;
use entities::{
    cycles::cycle,
    members::workshop,
    settlement::commission_rate,
    values::{FamilyId, PayablesDue},
};

use crate::{
    members::{self, Settings},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::{CommissionRates, LineValue, Maker, commission_vat_bps, sale_taxes},
        store::commission_rates,
    },
};

/// The settings and the rates of commission of a cycle's day of delivery.
pub(super) struct SharingTerms {
    settings: Settings,
    rates: Vec<commission_rate::Model>,
    on: NaiveDate,
}

impl SharingTerms {
    /// Those of a cycle.
    pub(super) async fn load(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Self> {
        let settings = members::get_settings(tx, cycle.delivery_date).await?;
        Ok(Self { settings, rates: commission_rates::list_rates(tx).await?, on: cycle.delivery_date })
    }

    /// When earnings fall due.
    pub(super) fn payables_due(&self) -> PayablesDue {
        self.settings.payables_due
    }

    /// A workshop as a maker of a product of this family, of which so much was accepted, and that bears this fault.
    pub(super) fn maker(&self, workshop: &workshop::Model, family: FamilyId, accepted: i64, fault: LineValue) -> Maker {
        let general_bps = self.settings.commission_bps;
        let rates = CommissionRates { general_bps, rates: &self.rates, on: self.on };
        Maker {
            accepted,
            commission_bps: rates.rate_bps(workshop.id, family),
            commission_vat_bps: commission_vat_bps(self.settings.sales_model, self.settings.commission_vat_bps),
            sale_taxes: sale_taxes(self.settings.sales_model, workshop.tax_status),
            fault,
        }
    }
}
