//! Buyers' accounts with segment, zone, terms and credit, their delivery points, and the segments and delivery zones.
//!
//! An account's exposure is the value of what it has ordered and not yet paid, with tax. It changes once per business
//! fact.
//!
//! ```text
//! account:         approved ──close──▶ closed ──reopen──▶ approved      (timestamp: closed_at)
//! delivery point:  in use ──retire──▶ retired                           (timestamp: retired_at)
//! application:     submitted ──▶ in review ◀──▶ more asked    ──▶ approved · refused · withdrawn   (from each of the three)
//!                  staff see it once its mail address is confirmed (timestamp: confirmed_at)
//! ```
//!
//! Upstream: `identity` (organisations). Emits `BuyerApproved`, `BuyerClosed`,
//! `ApplicationChanged` and `ApplicationApproved`. `orders`, `invoicing` and `payments`
//! change the exposure.

mod actions;
mod api;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{
    Approval, BuyerTerms, DeliveryPlace, DeliveryPointTerms, NewApplication, NewBuyer, TermsAgreement,
    answer_application, approve, approve_application, close, confirm_application, create_application_document,
    create_application_link, create_delivery_point, create_segment, create_zone, delete_old_applications,
    list_old_applications, move_exposure, move_exposures, refuse_application, reopen, request_more,
    retire_delivery_point, review_application, submit_application, update_buyer, update_delivery_point, update_segment,
    update_zone, withdraw_application,
};
pub use api::{APIS, Apis};
pub use errors::BuyerError;
pub use events::Event;
pub use store::{
    accounts::{
        find_buyer_by_code, get_buyer, get_open_buyer, get_own_buyer, get_own_open_buyer, list_buyers_by_id,
        lock_buyer, lock_buyers, lock_open_buyer,
    },
    applications::{find_last_question, get_application},
    delivery_points::{
        get_delivery_point, get_delivery_point_or_stored, list_delivery_points, list_delivery_points_by_id,
    },
    exposure::Movement,
    names::{BuyerName, BuyerNames, load_buyer_names},
    segments::{get_segment, list_segments},
    zones::{get_zone, list_zones},
};
