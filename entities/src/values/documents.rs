//! Small documents kept in one column: settings of a decision, tags of a product, changes of one occurrence.

use poem_openapi::Object;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use super::{PayablesDue, ProductId, SalesModel, WorkshopId};

/// What a decision of the assembly sets; what it leaves out stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromJsonQueryResult, Serialize, Deserialize, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionSettings {
    /// Commission of the cooperative on the net value, in basis points.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub commission_bps: Option<i32>,
    /// VAT on the commission, in basis points.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub commission_vat_bps: Option<i32>,
    /// How the cooperative sells what the workshops made.
    pub sales_model: Option<SalesModel>,
    /// When the earnings of a pool fall due.
    pub payables_due: Option<PayablesDue>,
    /// Day of the month on which the workshops are paid.
    #[oai(validator(minimum(value = "1"), maximum(value = "28")))]
    pub payout_day: Option<i32>,
    /// Whether what a workshop declined, let expire or had rejected for quality counts as given to it.
    pub declined_counts: Option<bool>,
    /// Hours that a workshop has to answer a quota.
    #[oai(validator(minimum(value = "1"), maximum(value = "336")))]
    pub respond_hours: Option<i32>,
    /// Whether each run publishes its instance to the members under pseudonyms.
    pub publish_instance: Option<bool>,
}

/// Short codes, in the order they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromJsonQueryResult, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tags(pub Vec<String>);

/// What a buyer changed for one occurrence only: a product's quantity, 0 to leave it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromJsonQueryResult, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Overrides(pub Vec<OverrideLine>);

/// One changed product of an occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[oai(deny_unknown_fields)]
pub struct OverrideLine {
    /// The product.
    pub product_id: ProductId,
    /// Units instead of the standing order's (per guest where its line is); 0 leaves the product out.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub quantity: i64,
}

/// The lines of an order that one change concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromJsonQueryResult, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineQuantityChanges(pub Vec<LineQuantityChange>);

/// The quantity of one product of an order before and after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineQuantityChange {
    /// The product.
    pub product_id: ProductId,
    /// What the line says of the product; none in changes that were recorded without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<NamedProduct>,
    /// Units before; 0 where the change added the line.
    pub before: i64,
    /// Units after; 0 where the change removed the line.
    pub after: i64,
}

/// The code and the names of a product at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedProduct {
    /// Its code.
    pub code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
}

/// A workshop's standing for one product on one date: may it supply, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// What forbids it; none where it may supply.
    pub blocked_by: Option<super::BoundBy>,
}
