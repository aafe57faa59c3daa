//! Commands of the buyers.

mod accounts;
mod answer_application;
mod application_documents;
mod approve_application;
mod create_application_link;
mod delete_old_applications;
mod delivery_points;
mod exposure;
mod review_application;
mod segments;
mod submit_application;
mod zones;

pub use accounts::{BuyerTerms, NewBuyer, TermsAgreement, approve, close, reopen, update_buyer};
pub use answer_application::{answer_application, confirm_application, withdraw_application};
pub use application_documents::create_application_document;
pub use approve_application::{Approval, approve_application};
pub use create_application_link::create_application_link;
pub use delete_old_applications::{delete_old_applications, list_old_applications};
pub use delivery_points::{DeliveryPointTerms, create_delivery_point, retire_delivery_point, update_delivery_point};
pub use exposure::{move_exposure, move_exposures};
pub use review_application::{refuse_application, request_more, review_application};
pub use segments::{create_segment, update_segment};
pub use submit_application::{DeliveryPlace, NewApplication, submit_application};
pub use zones::{create_zone, update_zone};

pub(super) use application_documents::check_document;
