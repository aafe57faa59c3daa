//! Refuses a request that has several faults.

use crate::{
    catalogue::errors::CatalogueError,
    platform::http::problem::{Problem, Result},
};

/// An error of one field of the request.
pub(super) struct FieldFault {
    /// JSON pointer to the field.
    pub pointer: String,
    /// Why it is refused.
    pub error: CatalogueError,
}

/// Refuses a request for all of these faults. The problem itself carries the first error.
pub(super) fn refuse_all(faults: Vec<FieldFault>) -> Result<()> {
    let Some(first) = faults.first() else { return Ok(()) };
    let problem = Problem::from(first.error.clone());
    Err(faults.into_iter().fold(problem, |problem, fault| problem.field(fault.pointer, fault.error)))
}
