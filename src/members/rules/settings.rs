//! Which settings are in force.

use entities::values::{DecisionSettings, PayablesDue, SalesModel};

/// The settings in force on a day, with the defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Commission of the cooperative on the net value, in basis points.
    pub commission_bps: i32,
    /// VAT on the commission, in basis points.
    pub commission_vat_bps: i32,
    /// How the cooperative sells what the workshops made.
    pub sales_model: SalesModel,
    /// When the earnings of a pool fall due.
    pub payables_due: PayablesDue,
    /// Day of the month on which the workshops are paid; none = not agreed.
    pub payout_day: Option<i32>,
    /// Whether what a workshop declined, let expire or had rejected for quality counts as allocated to it.
    pub declined_counts: bool,
    /// Hours that a workshop has to answer a quota.
    pub respond_hours: i32,
    /// Whether each allocation run publishes its instance to the members, under pseudonyms.
    pub publish_instance: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            commission_bps: 1_000,
            commission_vat_bps: 1_900,
            sales_model: SalesModel::Mandate,
            payables_due: PayablesDue::Payment,
            payout_day: None,
            declined_counts: true,
            respond_hours: 48,
            publish_instance: true,
        }
    }
}

/// The settings that these decisions make, oldest first. For each field the newest decision that sets it wins.
pub fn merge_settings<'a>(oldest_first: impl IntoIterator<Item = &'a DecisionSettings>) -> Settings {
    oldest_first.into_iter().fold(Settings::default(), |earlier, decision| Settings {
        commission_bps: decision.commission_bps.unwrap_or(earlier.commission_bps),
        commission_vat_bps: decision.commission_vat_bps.unwrap_or(earlier.commission_vat_bps),
        sales_model: decision.sales_model.unwrap_or(earlier.sales_model),
        payables_due: decision.payables_due.unwrap_or(earlier.payables_due),
        payout_day: decision.payout_day.or(earlier.payout_day),
        declined_counts: decision.declined_counts.unwrap_or(earlier.declined_counts),
        respond_hours: decision.respond_hours.unwrap_or(earlier.respond_hours),
        publish_instance: decision.publish_instance.unwrap_or(earlier.publish_instance),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_decision_that_names_a_field_wins() {
        let first = DecisionSettings { commission_bps: Some(800), respond_hours: Some(24), ..Default::default() };
        let second =
            DecisionSettings { commission_bps: Some(1_200), declined_counts: Some(false), ..Default::default() };
        assert_eq!(merge_settings([]), Settings::default());
        let merged = merge_settings([&first, &second]);
        assert_eq!((merged.commission_bps, merged.respond_hours, merged.declined_counts), (1_200, 24, false));
        assert_eq!((merged.commission_vat_bps, merged.publish_instance), (1_900, true));
    }
}
