//! CONTRACT STUB
use std::collections::HashSet;
use chrono::NaiveDate;
use entities::values::*;
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
#[derive(Debug)]
pub enum Event {
    CertificateGranted { certificate_id: CertificateId, unit_id: UnitId, product_id: ProductId },
    CertificateSuspended { certificate_id: CertificateId, unit_id: UnitId, product_id: ProductId },
    CertificateWithdrawn { certificate_id: CertificateId, unit_id: UnitId, product_id: ProductId },
    CertificateReinstated { certificate_id: CertificateId, unit_id: UnitId, product_id: ProductId },
}
impl Fact for Event {}
/// Pairs with a certificate valid on `date`.
pub async fn certified_on(_w: &Work, _date: NaiveDate) -> Answer<HashSet<(UnitId, ProductId)>> { todo!() }
