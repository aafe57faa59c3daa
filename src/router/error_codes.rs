//! Every code of a problem or of a field at fault, for the OpenAPI document.

use crate::{
    allocation::AllocationError,
    buyers::BuyerError,
    catalogue::CatalogueError,
    certification::CertificationError,
    cycles::CycleError,
    fulfilment::FulfilmentError,
    identity::IdentityError,
    import_export::ImportError,
    invoicing::InvoicingError,
    members::MemberError,
    notifications::NotificationError,
    orders::OrderError,
    payments::PaymentError,
    platform::csv::CsvError,
    platform::http::{errors::RequestError, field_errors::FieldError},
    platform::photos::PhotoError,
    search::SearchRequestError,
    settlement::SettlementError,
};

/// The codes of all error enums, and those that are still given as text. A slice adds its `CODES` here.
pub const ERROR_CODES: &[&[&str]] = &[
    RequestError::CODES,
    FieldError::CODES,
    CertificationError::CODES,
    BuyerError::CODES,
    CatalogueError::CODES,
    PhotoError::CODES,
    CycleError::CODES,
    NotificationError::CODES,
    FulfilmentError::CODES,
    InvoicingError::CODES,
    AllocationError::CODES,
    PaymentError::CODES,
    SettlementError::CODES,
    SearchRequestError::CODES,
    OrderError::CODES,
    IdentityError::CODES,
    MemberError::CODES,
    CsvError::CODES,
    ImportError::CODES,
];

// To be removed, slice by slice, when its errors are declared with `api_errors!`.
