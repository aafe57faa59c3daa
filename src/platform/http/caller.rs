//! What an operation needs to know of its caller, whichever slice identifies it.

use crate::platform::unit_of_work::Actor;

/// Who calls, in the signature of an operation.
pub trait Caller: Send + Sync {
    /// Who is recorded as the cause of what follows.
    fn actor(&self) -> Actor;

    /// Whose idempotency keys these are: `person:organisation`.
    fn key_owner(&self) -> String;
}
