//! The settings in force, as the decisions of the assembly make them.

use chrono::NaiveDate;
use entities::values::{PayablesDue, SalesModel};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Producer, StaffViewer},
    members::{rules::Settings, store},
    platform::{
        app::App,
        http::{dates::FilterDate, problem::Result},
    },
};

/// The settings in force on a day.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SettingsInForce {
    /// The day.
    pub on: NaiveDate,
    /// Commission of the cooperative on the net value, in basis points.
    pub commission_bps: i32,
    /// VAT on the commission, in basis points.
    pub commission_vat_bps: i32,
    /// How the cooperative sells what the workshops made.
    pub sales_model: SalesModel,
    /// When the earnings of a pool fall due: as the buyers pay, or all when the pool closes.
    pub payables_due: PayablesDue,
    /// Day of the month on which the workshops are paid.
    pub payout_day: Option<i32>,
    /// Whether what a workshop declined, let expire or had rejected for quality counts as allocated to it.
    pub declined_counts: bool,
    /// Hours that a workshop has to answer a quota.
    pub respond_hours: i32,
    /// Whether each allocation run publishes its instance to the members, under pseudonyms.
    pub publish_instance: bool,
}

impl SettingsInForce {
    fn new(on: NaiveDate, settings: &Settings) -> Self {
        Self {
            on,
            commission_bps: settings.commission_bps,
            commission_vat_bps: settings.commission_vat_bps,
            sales_model: settings.sales_model,
            payables_due: settings.payables_due,
            payout_day: settings.payout_day,
            declined_counts: settings.declined_counts,
            respond_hours: settings.respond_hours,
            publish_instance: settings.publish_instance,
        }
    }
}

/// Operations on the settings in force.
pub struct CurrentSettings;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Members")]
impl CurrentSettings {
    /// Get the settings in force on a day
    #[oai(path = "/staff/settings", method = "get", operation_id = "get_settings")]
    async fn get_settings(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The day; today by default.
        on: Query<Option<FilterDate>>,
    ) -> Result<Json<SettingsInForce>> {
        let tx = app.read(caller.actor()).await?;
        let day = on.0.map_or_else(|| tx.today(), Into::into);
        Ok(Json(SettingsInForce::new(day, &store::get_settings(&tx, day).await?)))
    }

    /// Get the settings in force today, for producers
    #[oai(path = "/producer/settings", method = "get", operation_id = "get_own_settings")]
    async fn get_own_settings(&self, app: Data<&App>, caller: Producer) -> Result<Json<SettingsInForce>> {
        let tx = app.read(caller.actor()).await?;
        let today = tx.today();
        Ok(Json(SettingsInForce::new(today, &store::get_settings(&tx, today).await?)))
    }
}
