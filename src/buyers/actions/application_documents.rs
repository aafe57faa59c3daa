//! Stores the documents of an application.

use entities::{
    buyers::application_document,
    values::{ApplicationDocumentKind, ApplicationId},
};
use serde_json::json;

use crate::{
    buyers::{
        errors::BuyerError,
        rules::{DOCUMENTS_PER_APPLICATION, MAX_PDF_BYTES, check_open, display_name, is_complete_pdf, is_pdf},
        store::{application_documents, applications},
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        photos::{PhotoError, encode_photo},
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// A document whose contents were checked.
pub struct CheckedDocument {
    name: String,
    kind: ApplicationDocumentKind,
    digest: String,
    contents: Vec<u8>,
}

/// Checks the contents of an uploaded file, and encodes a photo again, before the transaction that stores it: that takes
/// too long to hold a lock. `digest` is that of the file as it was sent.
///
/// # Errors
/// `TooManyDocuments`, `ApplicationDecided`, `ApplicationUnconfirmed`; `DocumentUnreadable`, and those of the photos; 413
/// for a PDF that is too large.
pub async fn check_document(
    app: &App,
    id: ApplicationId,
    name: &str,
    digest: String,
    upload: Vec<u8>,
) -> Result<CheckedDocument> {
    let tx = app.read(Actor::Applicant).await?;
    check_place(&tx, id, &digest).await?;
    drop(tx);
    let name = display_name(name);
    if is_pdf(&upload) {
        if upload.len() > MAX_PDF_BYTES {
            return Err(Problem::too_large(MAX_PDF_BYTES));
        }
        if !is_complete_pdf(&upload) {
            return Err(BuyerError::DocumentUnreadable.into());
        }
        return Ok(CheckedDocument { name, kind: ApplicationDocumentKind::Pdf, digest, contents: upload });
    }
    let contents = encode_photo(upload).await.map_err(|problem| match problem.error() {
        Some(PhotoError::UnknownFormat) => BuyerError::DocumentUnreadable.into(),
        _ => problem,
    })?;
    Ok(CheckedDocument { name, kind: ApplicationDocumentKind::Photo, digest, contents })
}

/// Adds a document to an application. The same file is stored once.
///
/// # Errors
/// `TooManyDocuments`, `ApplicationDecided`, `ApplicationUnconfirmed`.
pub async fn create_application_document(
    tx: &mut UnitOfWork,
    id: ApplicationId,
    document: CheckedDocument,
) -> Result<application_document::Model> {
    applications::lock_application(tx, id).await?;
    if let Some(existing) = check_place(tx, id, &document.digest).await? {
        return Ok(existing);
    }
    let row = application_document::Model {
        id: tx.new_id(),
        application_id: id,
        name: document.name,
        kind: document.kind,
        digest: document.digest,
        bytes: i32::try_from(document.contents.len()).map_err(anyhow::Error::from)?,
        created_at: tx.now(),
    };
    application_documents::insert_document(tx, &row, document.contents).await?;
    tx.audit("application", id, "document_added", json!({ "document": row.id }));
    Ok(row)
}

/// The document with this digest that the application has already; otherwise checks that there is a place for it.
async fn check_place(tx: &UnitOfWork, id: ApplicationId, digest: &str) -> Result<Option<application_document::Model>> {
    let application = applications::get_application(tx, id).await?;
    check_open(&application)?;
    if application.confirmed_at.is_none() {
        return Err(BuyerError::ApplicationUnconfirmed.into());
    }
    let stored = application_documents::list_documents(tx, id).await?;
    let count = stored.len();
    let existing = stored.into_iter().find(|document| document.digest == digest);
    if existing.is_none() && count >= DOCUMENTS_PER_APPLICATION {
        return Err(BuyerError::TooManyDocuments { maximum: DOCUMENTS_PER_APPLICATION }.into());
    }
    Ok(existing)
}
