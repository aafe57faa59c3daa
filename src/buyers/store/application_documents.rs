//! Documents of applications and their contents.

use entities::{
    buyers::{application_document, application_file},
    values::{ApplicationDocumentId, ApplicationId},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// The documents of an application, oldest first.
pub async fn list_documents(tx: &UnitOfWork, id: ApplicationId) -> Result<Vec<application_document::Model>> {
    let found = application_document::Entity::find()
        .filter(application_document::Column::ApplicationId.eq(id))
        .order_by_asc(application_document::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// A document of this application, or 404.
pub async fn get_document(
    tx: &UnitOfWork,
    application: ApplicationId,
    id: ApplicationDocumentId,
) -> Result<application_document::Model> {
    let found = application_document::Entity::find_by_id(id)
        .filter(application_document::Column::ApplicationId.eq(application));
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("document"))
}

/// The contents of a document.
pub async fn load_contents(tx: &UnitOfWork, id: ApplicationDocumentId) -> Result<Vec<u8>> {
    let found = application_file::Entity::find_by_id(id).one(tx.db()).await?;
    Ok(found.ok_or_else(|| Problem::missing_reference("application_file", id))?.contents)
}

/// Stores a new document with its contents.
pub async fn insert_document(tx: &UnitOfWork, row: &application_document::Model, contents: Vec<u8>) -> Result<()> {
    application_document::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    let file = application_file::Model { document_id: row.id, contents };
    application_file::Entity::insert(file.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Deletes the documents of these applications with their contents.
pub async fn delete_documents(tx: &UnitOfWork, applications: &[ApplicationId]) -> Result<()> {
    let of = application_document::Column::ApplicationId.is_in(applications.iter().copied());
    let ids = application_document::Entity::find()
        .select_only()
        .column(application_document::Column::Id)
        .filter(of.clone())
        .into_query();
    let files = application_file::Column::DocumentId.in_subquery(ids);
    application_file::Entity::delete_many().filter(files).exec(tx.db()).await?;
    application_document::Entity::delete_many().filter(of).exec(tx.db()).await?;
    Ok(())
}
