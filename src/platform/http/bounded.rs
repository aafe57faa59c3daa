//! Whole numbers with bounds: one type for a number that requests and imported files both contain.

use std::borrow::Cow;

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type},
};
use serde_json::Value;

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounded<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Bounded<MIN, MAX> {
    /// The smallest value.
    pub const MIN: i64 = MIN;
    /// The largest value.
    pub const MAX: i64 = MAX;

    /// The number, where it is within the bounds.
    pub fn new(number: i64) -> Option<Self> {
        (MIN..=MAX).contains(&number).then_some(Self(number))
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The number as `i32`, for bounds that fit.
    pub fn small(self) -> i32 {
        i32::try_from(self.0).unwrap_or(if self.0 < 0 { i32::MIN } else { i32::MAX })
    }
}

/// The smallest value.
impl<const MIN: i64, const MAX: i64> Default for Bounded<MIN, MAX> {
    fn default() -> Self {
        Self(MIN)
    }
}

impl<const MIN: i64, const MAX: i64> Type for Bounded<MIN, MAX> {
    const IS_REQUIRED: bool = true;

    type RawValueType = i64;

    type RawElementValueType = i64;

    fn name() -> Cow<'static, str> {
        format!("integer_{MIN}_{MAX}").into()
    }

    #[expect(clippy::cast_precision_loss, reason = "bounds are far below 2^53")]
    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            minimum: Some(MIN as f64),
            maximum: Some(MAX as f64),
            ..MetaSchema::new_with_format("integer", "int64")
        }))
    }

    fn as_raw_value(&self) -> Option<&i64> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a i64> + 'a> {
        Box::new(std::iter::once(&self.0))
    }
}

impl<const MIN: i64, const MAX: i64> ParseFromJSON for Bounded<MIN, MAX> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let number = value.as_ref().and_then(Value::as_i64).and_then(Self::new);
        number.ok_or_else(|| ParseError::custom(format!("must be a whole number from {MIN} to {MAX}")))
    }
}

impl<const MIN: i64, const MAX: i64> ToJSON for Bounded<MIN, MAX> {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    type Percent = Bounded<0, 100>;

    #[test]
    fn only_a_whole_number_within_the_bounds_is_read() {
        for (value, number) in [(json!(0), 0), (json!(100), 100)] {
            assert_eq!(Percent::parse_from_json(Some(value)).unwrap().get(), number);
        }
        for refused in [json!(-1), json!(101), json!(1.5), json!("5"), json!(null)] {
            assert!(Percent::parse_from_json(Some(refused)).is_err());
        }
        assert!(Percent::parse_from_json(None).is_err());
    }

    #[test]
    fn the_schema_has_the_bounds() {
        let schema = serde_json::to_value(Percent::schema_ref()).unwrap();
        assert_eq!(schema, json!({ "type": "integer", "format": "int64", "minimum": 0.0, "maximum": 100.0 }));
    }
}
