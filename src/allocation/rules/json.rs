//! The split as a file: what `minga allocate` reads and writes, so that anyone can check a run with tools of
//! their own. Numbers are read digit by digit; a field that is not known is refused rather than passed over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::decimal::{Decimal, DecimalError};
use super::errors::{Fault, InstanceError};
use super::instance::{Instance, Lots, Member, Offer, Product};
use super::{Split, split};

/// Why a file could not be split.
#[derive(Debug, thiserror::Error)]
pub enum AllocateError {
    /// Not JSON, or not of the documented shape.
    #[error(
        "malformed_json: el archivo no tiene la forma documentada / the file does not have the documented shape: {0}"
    )]
    Malformed(#[from] serde_json::Error),
    /// A fault of the instance.
    #[error(transparent)]
    Instance(#[from] InstanceError),
}

impl AllocateError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed_json",
            Self::Instance(error) => error.fault.code(),
        }
    }
}

/// Reads an instance, splits it and writes the result, all as JSON text.
///
/// # Errors
/// See [`AllocateError`].
pub fn allocate_json(input: &str) -> Result<String, AllocateError> {
    let instance = read_instance(input)?;
    Ok(write_split(&split(&instance)?)?)
}

/// Reads an instance.
///
/// # Errors
/// See [`AllocateError`].
pub fn read_instance(input: &str) -> Result<Instance, AllocateError> {
    let file: InputFile<'_> = serde_json::from_str(input)?;
    Ok(file.instance()?)
}

/// Writes a result.
///
/// # Errors
/// Only if the text cannot be built, which does not happen with the numbers of a split.
pub fn write_split(result: &Split) -> Result<String, serde_json::Error> {
    let row = |lots| -> OutputLots<'_> { row(lots) };
    serde_json::to_string(&OutputFile {
        assignments: result.assignments.iter().map(row).collect(),
        unmet: result
            .unmet
            .iter()
            .map(|unmet| OutputUnmet { product: &unmet.product, lots: unmet.lots, reason: unmet.reason.code() })
            .collect(),
        members: result
            .members
            .iter()
            .map(|member| OutputMember {
                id: &member.member,
                ratio_before: member.ratio_before,
                ratio_after: member.ratio_after,
                target_ratio: member.target_ratio,
                bound_by: member.bound_by.code(),
            })
            .collect(),
    })
}

fn row(lots: &Lots) -> OutputLots<'_> {
    OutputLots { member: &lots.member, product: &lots.product, lots: lots.lots }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputFile<'a> {
    #[serde(borrow)]
    members: Vec<InputMember<'a>>,
    #[serde(borrow)]
    products: Vec<InputProduct<'a>>,
    #[serde(borrow)]
    eligibility: Vec<InputOffer<'a>>,
    #[serde(borrow, default)]
    history: Option<History<'a>>,
    #[serde(borrow, default)]
    pins: Option<Vec<InputLots<'a>>>,
    #[serde(borrow, default)]
    previous: Option<Vec<InputLots<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputMember<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    target_share: &'a RawValue,
    #[serde(borrow, default)]
    capacity_value: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InputProduct<'a> {
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
struct InputOffer<'a> {
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
struct InputLots<'a> {
    #[serde(borrow)]
    member: Cow<'a, str>,
    #[serde(borrow)]
    product: Cow<'a, str>,
    #[serde(borrow)]
    lots: &'a RawValue,
}

/// Carried values by unit, kept as rows so that a unit named twice is seen.
struct History<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for History<'a> {
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
        deserializer.deserialize_map(Rows).map(History)
    }
}

impl InputFile<'_> {
    fn instance(&self) -> Result<Instance, InstanceError> {
        let mut members = self.members.iter().map(InputMember::member).collect::<Result<Vec<_>, _>>()?;
        members.sort_by(|a, b| a.id.cmp(&b.id));
        let mut rows: Vec<(&str, &RawValue)> =
            self.history.iter().flat_map(|history| &history.0).map(|row| (row.0.as_str(), row.1)).collect();
        rows.sort_by_key(|row| row.0);
        for pair in rows.windows(2) {
            if let [a, b] = pair
                && a.0 == b.0
            {
                return Err(InstanceError::new(Fault::DoubledRow, "history", &[a.0]));
            }
        }
        for (id, value) in rows {
            let member =
                members.binary_search_by(|member| member.id.as_str().cmp(id)).ok().and_then(|at| members.get_mut(at));
            let member = member.ok_or_else(|| InstanceError::new(Fault::UnknownMember, "history", &[id]))?;
            member.history = number(value, "history", &[id])?;
        }
        Ok(Instance {
            members,
            products: self.products.iter().map(InputProduct::product).collect::<Result<_, _>>()?,
            offers: self.eligibility.iter().map(InputOffer::offer).collect::<Result<_, _>>()?,
            pins: lots_of(self.pins.as_deref(), "pins")?,
            previous: lots_of(self.previous.as_deref(), "previous")?,
        })
    }
}

impl InputMember<'_> {
    fn member(&self) -> Result<Member, InstanceError> {
        Ok(Member {
            id: self.id.clone().into_owned(),
            share: number(self.target_share, "members.target_share", &[&self.id])?,
            limit: self.capacity_value.map(|value| number(value, "members.capacity_value", &[&self.id])).transpose()?,
            history: Decimal::ZERO,
        })
    }
}

impl InputProduct<'_> {
    fn product(&self) -> Result<Product, InstanceError> {
        let size = number(self.lot_size, "products.lot_size", &[&self.id])?;
        let value = number(self.unit_value, "products.unit_value", &[&self.id])?;
        if size.is_zero() {
            return Err(InstanceError::new(Fault::ZeroLotSize, "products.lot_size", &[&self.id]));
        }
        let lot_value = size
            .times(value)
            .ok_or_else(|| InstanceError::new(Fault::NumberTooPrecise, "products.unit_value", &[&self.id]))?;
        Ok(Product {
            id: self.id.clone().into_owned(),
            lot_value,
            demand: whole(self.demand_lots, "products.demand_lots", &[&self.id])?,
        })
    }
}

impl InputOffer<'_> {
    fn offer(&self) -> Result<Offer, InstanceError> {
        let ids: [&str; 2] = [&self.member, &self.product];
        Ok(Offer {
            member: self.member.clone().into_owned(),
            product: self.product.clone().into_owned(),
            capacity: whole(self.capacity_lots, "eligibility.capacity_lots", &ids)?,
            min_batch: self.min_batch_lots.map_or(Ok(0), |lots| whole(lots, "eligibility.min_batch_lots", &ids))?,
            blocked: None,
        })
    }
}

fn lots_of(rows: Option<&[InputLots<'_>]>, place: &'static str) -> Result<Vec<Lots>, InstanceError> {
    rows.unwrap_or_default()
        .iter()
        .map(|row| {
            let lots = whole(row.lots, place, &[&row.member, &row.product])?;
            Ok(Lots { member: row.member.clone().into_owned(), product: row.product.clone().into_owned(), lots })
        })
        .collect()
}

/// A number that is not negative.
fn number(raw: &RawValue, place: &'static str, ids: &[&str]) -> Result<Decimal, InstanceError> {
    let fault = match Decimal::parse(raw.get()) {
        Ok(value) if value.is_negative() => Fault::NegativeNumber,
        Ok(value) => return Ok(value),
        Err(DecimalError::NotANumber) => Fault::NotANumber,
        Err(DecimalError::TooLarge) => Fault::NumberTooLarge,
        Err(DecimalError::TooPrecise) => Fault::NumberTooPrecise,
    };
    Err(InstanceError::new(fault, place, ids))
}

/// A whole number of lots.
fn whole(raw: &RawValue, place: &'static str, ids: &[&str]) -> Result<i64, InstanceError> {
    number(raw, place, ids)?.as_whole().ok_or_else(|| InstanceError::new(Fault::NotWhole, place, ids))
}

#[derive(Serialize)]
struct OutputFile<'a> {
    assignments: Vec<OutputLots<'a>>,
    unmet: Vec<OutputUnmet<'a>>,
    members: Vec<OutputMember<'a>>,
}

#[derive(Serialize)]
struct OutputLots<'a> {
    member: &'a str,
    product: &'a str,
    lots: i64,
}

#[derive(Serialize)]
struct OutputUnmet<'a> {
    product: &'a str,
    lots: i64,
    reason: &'static str,
}

#[derive(Serialize)]
struct OutputMember<'a> {
    id: &'a str,
    ratio_before: f64,
    ratio_after: f64,
    target_ratio: f64,
    bound_by: &'static str,
}
