//! Rows of search.

use crate::prelude::*;

/// A synonym that staff have added.
pub mod search_synonym {
    use super::*;

    /// A synonym that staff have added: whoever searches the term also finds what the words match. A removed one is kept,
    /// so that the number of rows says whether anything has changed.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_synonym")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SearchSynonymId,
        /// The word or phrase that is searched, normalized; unique among those that are not removed.
        pub term: String,
        /// Words of product names, normalized.
        pub words: Tags,
        pub created_by: Option<PersonId>,
        pub created_at: DateTimeUtc,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was searched and not found.
pub mod search_miss {
    use super::*;

    /// What was searched and not found, whoever searched it.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "search_miss")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SearchMissId,
        /// The text, normalized; unique.
        pub searched: String,
        /// How often.
        pub searches: i64,
        /// The first day.
        pub first_on: Date,
        /// The last day.
        pub last_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
