//! Rows of cycles.

use crate::prelude::*;

/// The schedule that creates the cycles of a zone every week.
pub mod calendar {
    use super::*;

    /// The schedule that creates the cycles of a zone every week.
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
        /// In the cooperative's time zone.
        pub cut_off_time: Time,
        /// How many cycles are created in advance.
        pub weeks_ahead: i32,
        pub ended_at: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub version: i32,
        #[sea_orm(belongs_to, from = "zone_id", to = "id")]
        pub zone: HasOne<crate::buyers::zone::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One zone and one delivery date; every order belongs to one.
pub mod cycle {
    use super::*;

    /// One zone and one delivery date; every order belongs to one.
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
        /// Workshops respond to their quotas before this instant.
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
        #[sea_orm(belongs_to, from = "zone_id", to = "id")]
        pub zone: HasOne<crate::buyers::zone::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
