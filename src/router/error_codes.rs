//! Every code of a problem or of a field at fault, for the OpenAPI document.

use crate::{
    allocation::AllocationError,
    cycles::CycleError,
    fulfilment::FulfilmentError,
    identity::IdentityError,
    invoicing::InvoicingError,
    members::MemberError,
    notifications::NotificationError,
    orders::OrderError,
    payments::PaymentError,
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
    EXCHANGE,
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

/// Codes of `exchange` that are still given as text.
const EXCHANGE: &[&str] = &[
    "installation_exists",
    "file_unknown",
    "import_refused",
    "invalid_email",
    "joined_on_fixed",
    "missing_column",
    "not_a_date",
    "not_a_number",
    "not_a_percentage",
    "not_an_amount",
    "not_an_instant",
    "not_months",
    "order_differs",
    "out_of_range",
    "reference_twice",
    "required",
    "rut_invalid",
    "too_long",
    "too_many_rows",
    "unknown_code",
    "unknown_column",
    "unknown_word",
    "unreadable",
];
