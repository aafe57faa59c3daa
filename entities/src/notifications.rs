//! Rows of notifications.

use crate::prelude::*;

/// A notice to one person, once per fact.
pub mod message {
    use super::*;

    /// A notice to one person, once per fact. Its text is composed when it goes out, from the fact's own rows.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MessageId,
        /// Fact and reader, unique; the id of the mail follows from it.
        pub key: String,
        pub kind: MessageKind,
        /// The ids of the fact.
        pub about: Json,
        /// The reader; none where it is an applicant.
        pub person_id: Option<PersonId>,
        /// For whom the person reads it.
        pub organisation_id: Option<OrganisationId>,
        /// The application that it is about: it is deleted with it.
        pub application_id: Option<ApplicationId>,
        /// The reader's name.
        pub name: String,
        /// The reader's mail address.
        pub recipient: String,
        pub language: Language,
        /// When the fact came about.
        pub queued_at: DateTimeUtc,
        /// Its subject line, once it was handed over.
        pub subject: Option<String>,
        pub sent_at: Option<DateTimeUtc>,
        /// When the mail server refused it for good.
        pub refused_at: Option<DateTimeUtc>,
        /// What the mail server said then.
        pub refusal: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
