//! Rows of platform.

use crate::prelude::*;

/// A piece of work that must follow a committed transaction; leased by one worker at a time, retried with backoff, dead after its last try.
pub mod job {
    use super::*;

    /// A piece of work that must follow a committed transaction; leased by one worker at a time, retried with backoff, dead after its last try.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: JobId,
        /// Which handler runs it.
        pub kind: String,
        /// With `kind` unique: the same follow-up is enqueued once.
        pub key: String,
        /// The handler's own arguments.
        pub payload: Json,
        /// Not before this instant.
        pub due_at: DateTimeUtc,
        /// Tries begun so far.
        pub attempts: i32,
        /// A worker owns it until then.
        pub leased_until: Option<DateTimeUtc>,
        /// The worker's name.
        pub leased_by: Option<String>,
        /// How often its worker ended while it had the job, since the last attempt that ended by itself.
        pub interruptions: i32,
        /// When it succeeded.
        pub done_at: Option<DateTimeUtc>,
        /// When its tries ran out; staff may run it again.
        pub dead_at: Option<DateTimeUtc>,
        /// What the last failed try said.
        pub last_error: Option<String>,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The stored answer of a creating request, so that its repetition answers the same.
pub mod idempotency_key {
    use super::*;

    /// The stored answer of a creating request, so that its repetition answers the same.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose key it is: the organisation and person that sent it.
        pub caller: String,
        /// Operation id.
        pub operation: String,
        /// The client's Idempotency-Key.
        pub key: String,
        /// SHA-256 of operation and body, hex.
        pub request_hash: String,
        /// HTTP status that was answered.
        pub status: i32,
        /// Body that was answered.
        pub response: Json,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One change of state with who caused it; append-only.
pub mod audit_entry {
    use super::*;

    /// One change of state with who caused it; append-only.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: DateTimeUtc,
        /// None where the system acted.
        pub person_id: Option<PersonId>,
        /// `person`, `job`, `import`, `system`.
        pub actor: String,
        /// The word of the thing changed.
        pub subject_kind: String,
        pub subject_id: Uuid,
        /// What happened, past tense.
        pub action: String,
        pub detail: Json,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A locked counter that numbers documents without gaps; a rolled-back transaction gives its number back.
pub mod counter {
    use super::*;

    /// A locked counter that numbers documents without gaps; a rolled-back transaction gives its number back.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "counter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// The number the next document takes.
        pub next: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is chosen once for an installation and never changes; one row.
pub mod installation {
    use super::*;

    /// What is chosen once for an installation and never changes; one row.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "installation")]
    pub struct Model {
        /// Always 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// All money of the installation.
        pub currency: Currency,
        /// Name of the zone in which dates and cut-offs are read, such as `America/Coyhaique`.
        pub time_zone: String,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
