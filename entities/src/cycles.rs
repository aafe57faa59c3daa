//! Rows of cycles.

use crate::prelude::*;

/// The weekly rhythm of a zone that makes its next cycles.
pub mod calendar {
    use super::*;

    /// The weekly rhythm of a zone that makes its next cycles.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CalendarId,
        pub zone_id: ZoneId,
        /// 1 = Monday … 7 = Sunday.
        pub delivery_weekday: i32,
        pub opens_days_before: i32,
        pub cut_off_days_before: i32,
        /// In the cooperative's zone.
        pub cut_off_time: Time,
        /// How many cycles are kept prepared.
        pub weeks_ahead: i32,
        pub ended_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One zone, one delivery date; orders belong to one.
pub mod cycle {
    use super::*;

    /// One zone, one delivery date; orders belong to one.
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cycle")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CycleId,
        pub code: String,
        pub zone_id: ZoneId,
        pub delivery_date: Date,
        /// The Monday of the week in which it is made.
        pub production_week: Date,
        pub opens_at: DateTimeUtc,
        pub cut_off_at: DateTimeUtc,
        /// Until then workshops answer their quotas.
        pub respond_by: DateTimeUtc,
        pub state: CycleState,
        pub opened_at: Option<DateTimeUtc>,
        pub closed_at: Option<DateTimeUtc>,
        pub allocated_at: Option<DateTimeUtc>,
        pub published_at: Option<DateTimeUtc>,
        pub delivering_at: Option<DateTimeUtc>,
        pub delivered_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
