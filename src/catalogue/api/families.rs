//! Families of products: staff create and update them, anyone can list them.

use entities::{catalogue::family, values::FamilyId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    catalogue::{FamilyTerms, store::families, upsert_family},
    identity::{Caller, Staff},
    platform::{
        app::App,
        http::{limits::NAME, paging::List, problem::Result, text::Text},
        unit_of_work::Actor,
    },
};

/// A family of products, such as jam or honey.
#[derive(Clone, Debug, Object)]
pub struct Family {
    /// Identifies the family.
    pub id: FamilyId,
    /// Stable code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
}

impl From<family::Model> for Family {
    fn from(row: family::Model) -> Self {
        Self { id: row.id, code: row.code, name_es: row.name_es, name_en: row.name_en }
    }
}

/// What a family is created or updated with.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct FamilyInput {
    /// Stable code, unique.
    pub code: Text<1, 40>,
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
}

impl From<FamilyInput> for FamilyTerms {
    fn from(input: FamilyInput) -> Self {
        Self { code: input.code.into(), name_es: input.name_es.into(), name_en: input.name_en.into() }
    }
}

/// Operations on families.
pub struct Families;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Catalogue")]
impl Families {
    /// List families of products, by code
    #[oai(path = "/public/families", method = "get", operation_id = "list_families")]
    async fn list_families(&self, app: Data<&App>) -> Result<List<Family>> {
        let tx = app.read(Actor::System).await?;
        Ok(List::all(families::list_families(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Create a family, or update the names of the one with this code
    #[oai(path = "/staff/families", method = "put", operation_id = "upsert_family")]
    async fn upsert_family(&self, app: Data<&App>, caller: Staff, body: Json<FamilyInput>) -> Result<Json<Family>> {
        let mut tx = app.begin(caller.actor()).await?;
        let family = upsert_family(&mut tx, body.0.into()).await?;
        tx.commit().await?;
        Ok(Json(family.into()))
    }
}
