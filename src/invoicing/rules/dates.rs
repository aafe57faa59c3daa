//! Days of invoicing.

use chrono::{Datelike, Days, Months, NaiveDate};
use entities::values::InvoicingTerms;

/// The day by which a document is to be paid: calendar days from the day it is issued (Ley 21.131).
pub fn due_on(issued_on: NaiveDate, terms_days: i32) -> NaiveDate {
    let days = u64::try_from(terms_days).unwrap_or(0);
    issued_on.checked_add_days(Days::new(days)).unwrap_or(issued_on)
}

/// The date of the invoice of what was confirmed on `confirmed_on`: that day, or for monthly invoices the last day of its
/// month, but never a day after `until`, the last day that is invoiced.
pub fn invoice_date(terms: InvoicingTerms, confirmed_on: NaiveDate, until: NaiveDate) -> NaiveDate {
    match terms {
        InvoicingTerms::PerDelivery => confirmed_on.min(until),
        InvoicingTerms::Monthly => month_end(confirmed_on).min(until),
    }
}

/// The last day of the month of `day`.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}
