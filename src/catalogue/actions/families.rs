//! Creates and updates families of products.

use entities::catalogue::family;
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    catalogue::store::families,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What a family is created or updated with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyTerms {
    /// Stable code.
    pub code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
}

/// Creates a family, or updates the names of the one with this code.
pub async fn upsert_family(tx: &mut UnitOfWork, terms: FamilyTerms) -> Result<family::Model> {
    let FamilyTerms { code, name_es, name_en } = terms;
    match families::find_family_by_code(tx, &code).await? {
        Some(family) if (&family.name_es, &family.name_en) == (&name_es, &name_en) => Ok(family),
        Some(family) => {
            let change =
                family::ActiveModel { name_es: Set(name_es), name_en: Set(name_en), ..family.into_active_model() };
            let family = families::update_family(tx, change).await?;
            tx.audit("family", family.id.0, "changed", json!({ "code": family.code }));
            Ok(family)
        }
        None => {
            let row = family::ActiveModel {
                id: Set(tx.new_id()),
                code: Set(code),
                name_es: Set(name_es),
                name_en: Set(name_en),
            };
            let family = families::insert_family(tx, row).await?;
            tx.audit("family", family.id.0, "made", json!({ "code": family.code }));
            Ok(family)
        }
    }
}
