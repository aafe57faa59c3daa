//! The input form.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::super::decimal::{Decimal, ParseDecimalError};
use super::super::error::{InstanceError, InstanceErrorKind};
use super::super::instance::{Instance, Offer, Product, Quota, Workshop};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File<'a> {
    #[serde(borrow)]
    members: Vec<WorkshopRow<'a>>,
    #[serde(borrow)]
    products: Vec<ProductRow<'a>>,
    #[serde(borrow)]
    eligibility: Vec<OfferRow<'a>>,
    #[serde(borrow, default)]
    history: Option<CarriedValues<'a>>,
    #[serde(borrow, default)]
    pins: Option<Vec<QuotaRow<'a>>>,
    #[serde(borrow, default)]
    previous: Option<Vec<QuotaRow<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkshopRow<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    target_share: &'a RawValue,
    #[serde(borrow, default)]
    capacity_value: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductRow<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    lot_size: &'a RawValue,
    #[serde(borrow)]
    unit_value: &'a RawValue,
    #[serde(borrow)]
    demand_lots: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferRow<'a> {
    #[serde(borrow)]
    member: Cow<'a, str>,
    #[serde(borrow)]
    product: Cow<'a, str>,
    #[serde(borrow)]
    capacity_lots: &'a RawValue,
    #[serde(borrow, default)]
    min_batch_lots: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuotaRow<'a> {
    #[serde(borrow)]
    member: Cow<'a, str>,
    #[serde(borrow)]
    product: Cow<'a, str>,
    #[serde(borrow)]
    lots: &'a RawValue,
}

/// Carried values by workshop, kept as rows so that duplicate keys are found.
struct CarriedValues<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for CarriedValues<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rows;
        impl<'de> Visitor<'de> for Rows {
            type Value = Vec<(String, &'de RawValue)>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object from member to value")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut rows = Vec::new();
                while let Some(row) = map.next_entry()? {
                    rows.push(row);
                }
                Ok(rows)
            }
        }
        deserializer.deserialize_map(Rows).map(CarriedValues)
    }
}

impl File<'_> {
    pub(super) fn instance(&self) -> Result<Instance, InstanceError> {
        let mut workshops = self.members.iter().map(WorkshopRow::workshop).collect::<Result<Vec<_>, _>>()?;
        workshops.sort_by(|a, b| a.id.cmp(&b.id));
        self.set_carried_values(&mut workshops)?;
        Ok(Instance {
            workshops,
            products: self.products.iter().map(ProductRow::product).collect::<Result<_, _>>()?,
            offers: self.eligibility.iter().map(OfferRow::offer).collect::<Result<_, _>>()?,
            pins: quotas(self.pins.as_deref(), "pins")?,
            previous: quotas(self.previous.as_deref(), "previous")?,
        })
    }

    /// Sets the carried values of workshops that are sorted by code.
    fn set_carried_values(&self, workshops: &mut [Workshop]) -> Result<(), InstanceError> {
        let mut rows: Vec<(&str, &RawValue)> =
            self.history.iter().flat_map(|history| &history.0).map(|row| (row.0.as_str(), row.1)).collect();
        rows.sort_by_key(|row| row.0);
        for pair in rows.windows(2) {
            if let [a, b] = pair
                && a.0 == b.0
            {
                return Err(InstanceError::new(InstanceErrorKind::DuplicateRow, "history", &[a.0]));
            }
        }
        for (id, value) in rows {
            let index = workshops.binary_search_by(|workshop| workshop.id.as_str().cmp(id)).ok();
            let workshop = index
                .and_then(|index| workshops.get_mut(index))
                .ok_or_else(|| InstanceError::new(InstanceErrorKind::UnknownWorkshop, "history", &[id]))?;
            workshop.carried_value = number(value, "history", &[id])?;
        }
        Ok(())
    }
}

impl WorkshopRow<'_> {
    fn workshop(&self) -> Result<Workshop, InstanceError> {
        let limit = self.capacity_value.map(|value| number(value, "members.capacity_value", &[&self.id]));
        Ok(Workshop {
            id: self.id.clone().into_owned(),
            share: number(self.target_share, "members.target_share", &[&self.id])?,
            limit: limit.transpose()?,
            carried_value: Decimal::ZERO,
        })
    }
}

impl ProductRow<'_> {
    fn product(&self) -> Result<Product, InstanceError> {
        let lot_size = number(self.lot_size, "products.lot_size", &[&self.id])?;
        let unit_value = number(self.unit_value, "products.unit_value", &[&self.id])?;
        if lot_size.is_zero() {
            return Err(InstanceError::new(InstanceErrorKind::ZeroLotSize, "products.lot_size", &[&self.id]));
        }
        let lot_value = lot_size.checked_mul(unit_value).ok_or_else(|| {
            InstanceError::new(InstanceErrorKind::NumberTooPrecise, "products.unit_value", &[&self.id])
        })?;
        Ok(Product {
            id: self.id.clone().into_owned(),
            lot_value,
            demand: integer(self.demand_lots, "products.demand_lots", &[&self.id])?,
        })
    }
}

impl OfferRow<'_> {
    fn offer(&self) -> Result<Offer, InstanceError> {
        let ids: [&str; 2] = [&self.member, &self.product];
        let min_batch = self.min_batch_lots.map(|lots| integer(lots, "eligibility.min_batch_lots", &ids));
        Ok(Offer {
            workshop: self.member.clone().into_owned(),
            product: self.product.clone().into_owned(),
            capacity: integer(self.capacity_lots, "eligibility.capacity_lots", &ids)?,
            min_batch: min_batch.transpose()?.unwrap_or(0),
            unavailable: None,
        })
    }
}

fn quotas(rows: Option<&[QuotaRow<'_>]>, field: &'static str) -> Result<Vec<Quota>, InstanceError> {
    rows.unwrap_or_default()
        .iter()
        .map(|row| {
            let lots = integer(row.lots, field, &[&row.member, &row.product])?;
            Ok(Quota { workshop: row.member.clone().into_owned(), product: row.product.clone().into_owned(), lots })
        })
        .collect()
}

/// A number that is not negative.
fn number(raw: &RawValue, field: &'static str, ids: &[&str]) -> Result<Decimal, InstanceError> {
    let kind = match raw.get().parse::<Decimal>() {
        Ok(value) if value.is_negative() => InstanceErrorKind::NegativeNumber,
        Ok(value) => return Ok(value),
        Err(ParseDecimalError::NotANumber) => InstanceErrorKind::NotANumber,
        Err(ParseDecimalError::TooLarge) => InstanceErrorKind::NumberTooLarge,
        Err(ParseDecimalError::TooPrecise) => InstanceErrorKind::NumberTooPrecise,
    };
    Err(InstanceError::new(kind, field, ids))
}

/// A whole number of lots that is not negative.
fn integer(raw: &RawValue, field: &'static str, ids: &[&str]) -> Result<i64, InstanceError> {
    number(raw, field, ids)?.to_integer().ok_or_else(|| InstanceError::new(InstanceErrorKind::NotWhole, field, ids))
}
