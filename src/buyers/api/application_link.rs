//! The page of an applicant: where its application is, and what it can do there. Reading the page changes nothing, so that
//! a mail client that opens links does no harm.

use chrono::{DateTime, Utc};
use entities::{
    buyers::application,
    values::{ApplicationState, Language},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use super::{
    application_link_holder::ApplicationLinkHolder,
    applications::{ApplicationDocument, ApplicationQuestion},
    tag::Tag,
};
use crate::{
    buyers::{
        actions::check_document,
        answer_application, confirm_application, create_application_document,
        rules::DOCUMENTS_PER_APPLICATION,
        store::{application_documents, applications},
        withdraw_application,
    },
    identity::Caller,
    platform::{
        app::App,
        http::{document_upload::DocumentUpload, limits::STORY, problem::Result, text::Prose},
        unit_of_work::UnitOfWork,
    },
};

/// An application as its applicant sees it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OwnApplication {
    /// Name of the business.
    pub name: String,
    /// The applicant's language.
    pub language: Language,
    /// Where it is.
    pub state: ApplicationState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// When the mail address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// What staff asked, oldest first.
    pub questions: Vec<ApplicationQuestion>,
    /// The documents that were sent, oldest first.
    pub documents: Vec<ApplicationDocument>,
    /// Documents of an application, at most.
    pub maximum_documents: usize,
}

/// An answer to what staff asked.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ApplicationAnswer {
    /// The answer.
    pub answer: Prose<1, STORY, true, false>,
}

/// Operations of applicants, by the link of a mail.
pub struct ApplicationLinks;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Buyers")]
impl ApplicationLinks {
    /// Get the application of a link
    #[oai(path = "/application-link", method = "get", operation_id = "get_own_application")]
    async fn get_own_application(
        &self,
        app: Data<&App>,
        caller: ApplicationLinkHolder,
    ) -> Result<Json<OwnApplication>> {
        let tx = app.read(caller.actor()).await?;
        let application = applications::get_application(&tx, caller.application_id).await?;
        Ok(Json(load(&tx, application).await?))
    }

    /// Confirm the mail address, which shows the application to staff
    #[oai(path = "/application-link/confirm", method = "post", operation_id = "confirm_application")]
    async fn confirm_application(
        &self,
        app: Data<&App>,
        caller: ApplicationLinkHolder,
    ) -> Result<Json<OwnApplication>> {
        let mut tx = app.begin(caller.actor()).await?;
        let application = confirm_application(&mut tx, caller.application_id).await?;
        commit(tx, application).await
    }

    /// Answer what staff asked
    #[oai(path = "/application-link/answer", method = "post", operation_id = "answer_application")]
    async fn answer_application(
        &self,
        app: Data<&App>,
        caller: ApplicationLinkHolder,
        body: Json<ApplicationAnswer>,
    ) -> Result<Json<OwnApplication>> {
        let mut tx = app.begin(caller.actor()).await?;
        let application = answer_application(&mut tx, caller.application_id, body.0.answer.into_inner()).await?;
        commit(tx, application).await
    }

    /// Add a document: a PDF, or a photo
    ///
    /// What it is, its contents say. A photo is encoded again, without what the camera wrote beside it. The same file is
    /// stored once.
    #[oai(path = "/application-link/documents", method = "post", operation_id = "create_application_document")]
    async fn create_application_document(
        &self,
        app: Data<&App>,
        caller: ApplicationLinkHolder,
        /// Its name on the applicant's device; it is shown, and names no file.
        #[oai(validator(max_length = 255))]
        name: Query<String>,
        upload: DocumentUpload,
    ) -> Result<Json<OwnApplication>> {
        let digest = upload.digest();
        let document = check_document(&app, caller.application_id, &name, digest, upload.0).await?;
        let mut tx = app.begin(caller.actor()).await?;
        create_application_document(&mut tx, caller.application_id, document).await?;
        let application = applications::get_application(&tx, caller.application_id).await?;
        commit(tx, application).await
    }

    /// Withdraw the application
    #[oai(path = "/application-link/withdraw", method = "post", operation_id = "withdraw_application")]
    async fn withdraw_application(
        &self,
        app: Data<&App>,
        caller: ApplicationLinkHolder,
    ) -> Result<Json<OwnApplication>> {
        let mut tx = app.begin(caller.actor()).await?;
        let application = withdraw_application(&mut tx, caller.application_id).await?;
        commit(tx, application).await
    }
}

async fn commit(tx: UnitOfWork, application: application::Model) -> Result<Json<OwnApplication>> {
    let response = load(&tx, application).await?;
    tx.commit().await?;
    Ok(Json(response))
}

async fn load(tx: &UnitOfWork, application: application::Model) -> Result<OwnApplication> {
    let questions = applications::list_questions(tx, application.id).await?;
    let documents = application_documents::list_documents(tx, application.id).await?;
    Ok(OwnApplication {
        name: application.name,
        language: application.language,
        state: application.state,
        state_since: application.state_since,
        confirmed_at: application.confirmed_at,
        reason: application.reason,
        questions: questions.into_iter().map(Into::into).collect(),
        documents: documents.into_iter().map(Into::into).collect(),
        maximum_documents: DOCUMENTS_PER_APPLICATION,
    })
}
