//! What an invariant, its checks and its violations are.

/// An invariant with its checks.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Its name in the documentation, such as `I1`.
    pub name: &'static str,
    /// What holds.
    pub statement: &'static str,
    /// The queries that find violations.
    pub checks: &'static [Check],
}

/// A query that finds violations. Each row names its subject by `id` (a UUID) or by `name` (a text).
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// What is wrong with the subjects that the query returns.
    pub violation: &'static str,
    /// The query.
    pub sql: &'static str,
    /// Which of its rows are violations.
    pub rows: RowMeaning,
}

/// Which rows of a query are violations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowMeaning {
    /// All rows.
    Violations,
    /// All rows. The query has the parameter `$1`, the instant before which a waiting job was due too long ago.
    Overdue,
    /// Rows whose instants `earlier` and `later` are clearly in this order. Instants are those at which a transaction
    /// began, so transactions that ran at the same time may have either order, and a small difference proves nothing.
    Ordered,
}

/// A check that every row of its query violates.
pub const fn check(violation: &'static str, sql: &'static str) -> Check {
    Check { violation, sql, rows: RowMeaning::Violations }
}

/// A violation of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the invariant.
    pub invariant: &'static str,
    /// What is wrong.
    pub description: &'static str,
    /// The first subjects of which it is wrong, by id or name.
    pub subjects: Vec<String>,
}
