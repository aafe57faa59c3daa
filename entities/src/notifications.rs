//! Rows of notifications.

use crate::prelude::*;

/// A notice to one person, sent once per fact.
pub mod message {
    use super::*;

    /// A notice to one person, sent once per fact.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MessageId,
        /// Fact and recipient, unique.
        pub key: String,
        /// Mail address.
        pub recipient: String,
        pub language: Language,
        pub template: String,
        pub context: Json,
        /// Key in the file store.
        pub attachment: Option<String>,
        pub queued_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
