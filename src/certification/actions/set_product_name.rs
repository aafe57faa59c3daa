//! Stores the product's name on a certificate.

use entities::{certification::certificate, values::CertificateId};
use sea_orm::ActiveValue::Set;

use crate::{
    certification::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Stores what the product was called when it was certified. Called by `catalogue`, which owns the names.
pub async fn set_product_name(tx: &mut UnitOfWork, id: CertificateId, name_es: &str, name_en: &str) -> Result<()> {
    let change = certificate::ActiveModel {
        id: Set(id),
        product_name_es: Set(Some(name_es.to_owned())),
        product_name_en: Set(Some(name_en.to_owned())),
        ..Default::default()
    };
    store::update(tx, change).await?;
    Ok(())
}
