//! What a failure of the database means: which transactions may be repeated, and whether a commit may have taken effect.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, sqlx};

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The database aborted the transaction in favour of another; repeated, it may succeed.
    GaveWay,
    /// All connections are in use.
    NoFreeConnection,
    /// The database cannot be reached, is starting, or the connection was lost.
    Unreachable,
    /// The database has no space left. Nothing of the transaction was stored.
    Full,
    /// The database cannot read or write its files.
    Storage,
    /// A row refers to another row that does not exist.
    Reference,
    /// The statement is wrong, or breaks another constraint.
    Other,
}

/// PostgreSQL: serialization failure, deadlock, lock not available. SQLite (primary and extended): busy, busy
/// snapshot, busy recovery, busy timeout, locked, locked shared cache.
const GAVE_WAY: [&str; 9] = ["40001", "40P01", "55P03", "5", "517", "261", "773", "6", "262"];
/// PostgreSQL: too many connections, shutdown, crash, cannot connect now, read-only transaction (a standby).
const UNREACHABLE: [&str; 5] = ["53300", "57P01", "57P02", "57P03", "25006"];

impl Failure {
    /// The kind of `error`.
    pub fn of(error: &DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::NoFreeConnection,
            DbErr::ConnectionAcquire(_) => Self::Unreachable,
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => Self::of_driver(error),
            _ => Self::Other,
        }
    }

    fn of_driver(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => error.code().map_or(Self::Other, |code| Self::of_code(&code)),
            sqlx::Error::PoolTimedOut => Self::NoFreeConnection,
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unreachable,
            _ => Self::Other,
        }
    }

    fn of_code(code: &str) -> Self {
        if GAVE_WAY.contains(&code) {
            return Self::GaveWay;
        }
        if matches!(code, "23503" | "787") {
            return Self::Reference;
        }
        // PostgreSQL's codes have five characters. The low byte of SQLite's extended codes is the primary code.
        match code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff) {
            Some(13) => Self::Full,
            // Read-only, I/O error, corrupt, cannot open, not a database.
            Some(8 | 10 | 11 | 14 | 26) => Self::Storage,
            Some(_) => Self::Other,
            None if code == "53100" => Self::Full,
            None if code.starts_with("08") || UNREACHABLE.contains(&code) => Self::Unreachable,
            None if code.starts_with("58") || code.starts_with("XX") => Self::Storage,
            None => Self::Other,
        }
    }

    /// Whether a commit that failed like this may nevertheless have been stored.
    pub fn leaves_commit_unknown(self) -> bool {
        matches!(self, Self::Unreachable | Self::Storage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_told_apart() {
        let cases = [
            ("40P01", Failure::GaveWay),
            ("517", Failure::GaveWay),
            ("13", Failure::Full),
            ("53100", Failure::Full),
            ("1034", Failure::Storage),
            ("778", Failure::Storage),
            ("57P01", Failure::Unreachable),
            ("08006", Failure::Unreachable),
            ("23503", Failure::Reference),
            ("787", Failure::Reference),
            ("2067", Failure::Other),
            ("23505", Failure::Other),
        ];
        for (code, kind) in cases {
            assert_eq!(Failure::of_code(code), kind, "{code}");
        }
    }
}
