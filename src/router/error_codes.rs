//! Every code of a problem or of a field at fault, for the OpenAPI document.

use crate::{
    allocation::AllocationError,
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
    settlement::SettlementError,
};

/// The codes of all error enums, and those that are still given as text. A slice adds its `CODES` here.
pub const ERROR_CODES: &[&[&str]] = &[
    RequestError::CODES,
    FieldError::CODES,
    CycleError::CODES,
    NotificationError::CODES,
    FulfilmentError::CODES,
    InvoicingError::CODES,
    AllocationError::CODES,
    PaymentError::CODES,
    SettlementError::CODES,
    OrderError::CODES,
    IdentityError::CODES,
    MemberError::CODES,
    CERTIFICATION,
    BUYERS,
    CATALOGUE,
    CsvError::CODES,
    ImportError::CODES,
];

// To be removed, slice by slice, when its errors are declared with `api_errors!`.

/// Codes of `certification` that are still given as text.
const CERTIFICATION: &[&str] =
    &["certificate_expired", "certificate_overlaps", "certificate_withdrawn", "ends_before_start", "number_taken"];

/// Codes of `buyers` that are still given as text.
const BUYERS: &[&str] = &[
    "account_exists",
    "amount_too_large",
    "credit_limit_exceeded",
    "currency_wrong",
    "invalid_body",
    "not_a_buyer",
    "out_of_range",
    "point_retired",
    "too_many_points",
];

/// Codes of `catalogue` that are still given as text.
const CATALOGUE: &[&str] = &[
    "batch_above_capacity",
    "capacity_exceeded",
    "currency_differs",
    "harvest_months_empty",
    "offer_ended",
    "out_of_range",
    "price_invalid",
    "price_twice",
    "product_closed",
    "product_retired",
    "product_unknown",
    "required",
    "segment_has_list",
];
