//! Stores what a certificate is for, and the protocol that it was granted by.

use entities::{
    certification::certificate,
    values::{CertificateId, FamilyId},
};
use sea_orm::ActiveValue::Set;

use crate::{
    certification::{
        rules,
        store::{certificates, protocols},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What `catalogue` knows of a certified product.
#[derive(Clone, Debug)]
pub struct CertifiedProduct {
    /// Its family, which has a protocol.
    pub family_id: FamilyId,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
}

/// Stores what the product was called when it was certified, and the protocol of its family that is in force today.
/// Called by `catalogue`, which owns names and families.
pub async fn set_product(tx: &mut UnitOfWork, id: CertificateId, product: CertifiedProduct) -> Result<()> {
    let CertifiedProduct { family_id, name_es, name_en } = product;
    let versions = protocols::list_versions_of(tx, family_id).await?;
    let protocol = rules::protocols::in_force(&versions, tx.today());
    let change = certificate::ActiveModel {
        id: Set(id),
        product_name_es: Set(Some(name_es)),
        product_name_en: Set(Some(name_en)),
        protocol_id: Set(protocol.map(|protocol| protocol.id)),
        ..Default::default()
    };
    certificates::update(tx, change).await?;
    Ok(())
}
