//! The split as JSON text, so that anyone can recompute a run with other tools.
//!
//! Numbers are read digit by digit, without rounding to floats. Unknown fields and duplicate keys are rejected.
//!
//! # Input
//!
//! | field | meaning |
//! |---|---|
//! | `members[]` | the workshops: `id`, `target_share` (share), `capacity_value` (overall limit in money, optional) |
//! | `products[]` | `id`, `lot_size` (units per lot), `unit_value` (money per unit), `demand_lots` |
//! | `eligibility[]` | the offers: `member`, `product`, `capacity_lots`, `min_batch_lots` (optional) |
//! | `history` | carried value by workshop (optional) |
//! | `pins[]`, `previous[]` | `member`, `product`, `lots` (optional) |
//!
//! The value of a lot is `lot_size` × `unit_value`. A pair that cannot supply is left out of `eligibility`.
//!
//! # Output
//!
//! | field | meaning |
//! |---|---|
//! | `assignments[]` | the quotas: `member`, `product`, `lots` |
//! | `unmet[]` | `product`, `lots`, `reason` ([`UnmetReason::code`](crate::UnmetReason::code)) |
//! | `members[]` | `id`, `ratio_before`, `ratio_after`, `target_ratio`, `bound_by` ([`BindingConstraint::code`](crate::BindingConstraint::code)) |
//!
//! # Example
//!
//! ```
//! let output = fair_split::json::split_json(
//!     r#"{
//!         "members": [{"id": "ana", "target_share": 1}],
//!         "products": [{"id": "jam", "lot_size": 6, "unit_value": 2.50, "demand_lots": 3}],
//!         "eligibility": [{"member": "ana", "product": "jam", "capacity_lots": 2}]
//!     }"#,
//! )?;
//! assert!(output.contains(r#""assignments":[{"member":"ana","product":"jam","lots":2}]"#));
//! assert!(output.contains(r#""unmet":[{"product":"jam","lots":1,"reason":"capacity"}]"#));
//! # Ok::<(), fair_split::json::JsonError>(())
//! ```

mod input;
mod output;

use super::error::InstanceError;
use super::instance::Instance;
use super::split::{SplitResult, split};

/// Why JSON text could not be split.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// The text is not JSON, or not of the documented form.
    #[error("malformed_json: the text does not have the documented form: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The instance is invalid.
    #[error(transparent)]
    Instance(#[from] InstanceError),
}

impl JsonError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed_json",
            Self::Instance(error) => error.kind.code(),
        }
    }
}

/// Reads an instance, splits it and writes the result, all as JSON text.
///
/// # Errors
/// [`JsonError`] if the text is malformed or the instance is invalid.
pub fn split_json(input: &str) -> Result<String, JsonError> {
    let instance = read_instance(input)?;
    Ok(write_result(&split(&instance)?)?)
}

/// Reads an instance.
///
/// # Errors
/// [`JsonError`] if the text is malformed or a number is out of range.
pub fn read_instance(input: &str) -> Result<Instance, JsonError> {
    let file: input::File<'_> = serde_json::from_str(input)?;
    Ok(file.instance()?)
}

/// Writes a result.
///
/// # Errors
/// If serialisation fails, which does not happen with the numbers of a split.
pub fn write_result(result: &SplitResult) -> Result<String, serde_json::Error> {
    serde_json::to_string(&output::File::from(result))
}
