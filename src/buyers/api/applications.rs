//! Staff see the applications of businesses, ask for more, and decide.

use chrono::{DateTime, Utc};
use entities::{
    buyers::{application, application_document, application_question},
    values::{
        ApplicationDocumentId, ApplicationDocumentKind, ApplicationId, ApplicationState, BuyerId, Language, SegmentId,
    },
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{accounts::AccountTerms, tag::Tag};
use crate::{
    buyers::{
        Approval, approve_application, refuse_application, request_more, review_application,
        store::{application_documents, applications, duplicates},
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            download::Download,
            idempotency::{Created, Idempotent},
            limits::NOTE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::{Prose, Text},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An application as a list shows it.
#[derive(Clone, Debug, Object)]
pub struct ApplicationSummary {
    /// Identifies the application.
    pub id: ApplicationId,
    /// Where it is: `more_asked` waits for the applicant, `submitted` and `in_review` for staff.
    pub state: ApplicationState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// Name of the business.
    pub name: String,
    /// The segment.
    pub segment_id: SegmentId,
    /// Its comuna.
    pub comuna: String,
}

impl From<application::Model> for ApplicationSummary {
    fn from(row: application::Model) -> Self {
        Self {
            id: row.id,
            state: row.state,
            state_since: row.state_since,
            submitted_at: row.submitted_at,
            name: row.name,
            segment_id: row.segment_id,
            comuna: row.comuna,
        }
    }
}

/// What staff asked an applicant, and the answer.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ApplicationQuestion {
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// The answer.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
}

impl From<application_question::Model> for ApplicationQuestion {
    fn from(row: application_question::Model) -> Self {
        Self { question: row.question, asked_at: row.asked_at, answer: row.answer, answered_at: row.answered_at }
    }
}

/// A document of an application.
#[derive(Clone, Debug, Object)]
pub struct ApplicationDocument {
    /// Identifies the document.
    pub id: ApplicationDocumentId,
    /// Its name on the applicant's device.
    pub name: String,
    /// What it is.
    pub kind: ApplicationDocumentKind,
    /// Its bytes.
    pub bytes: i32,
}

impl From<application_document::Model> for ApplicationDocument {
    fn from(row: application_document::Model) -> Self {
        Self { id: row.id, name: row.name, kind: row.kind, bytes: row.bytes }
    }
}

/// A buyer or another application with the same tax id or mail address.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ApplicationDuplicate {
    /// The account, where it is a buyer.
    pub buyer_id: Option<BuyerId>,
    /// The application, where it is one.
    pub application_id: Option<ApplicationId>,
    /// Its name.
    pub name: String,
    /// Whether the tax id is the same.
    pub same_tax_id: bool,
    /// Whether the mail address is the same.
    pub same_email: bool,
}

impl From<duplicates::Duplicate> for ApplicationDuplicate {
    fn from(row: duplicates::Duplicate) -> Self {
        Self {
            buyer_id: row.buyer_id,
            application_id: row.application_id,
            name: row.name,
            same_tax_id: row.same_tax_id,
            same_email: row.same_email,
        }
    }
}

/// An application with what belongs to it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ApplicationDetail {
    /// What a list shows of it.
    pub summary: ApplicationSummary,
    /// The language of the applicant's mails.
    pub language: Language,
    /// Its name on documents.
    pub legal_name: String,
    /// RUT without dots, or a foreign tax id after its country.
    pub tax_id: String,
    /// Giro.
    pub activity: String,
    /// Street and number of the legal address.
    pub address: String,
    /// The person to write to.
    pub contact_name: String,
    /// The person's mail address, confirmed.
    pub email: String,
    /// Telephone number.
    pub phone: Option<String>,
    /// Where deliveries would go.
    pub delivery_address: String,
    /// Its comuna.
    pub delivery_comuna: String,
    /// When somebody is there.
    pub delivery_hours: String,
    /// What it expects to buy, and when.
    pub expected_purchases: Option<String>,
    /// How it came to know the cooperative.
    pub referral: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The account that it became.
    pub buyer_id: Option<BuyerId>,
    /// What was asked, oldest first.
    pub questions: Vec<ApplicationQuestion>,
    /// Its documents, oldest first.
    pub documents: Vec<ApplicationDocument>,
    /// What has the same tax id or mail address: a company may have two lodges.
    pub duplicates: Vec<ApplicationDuplicate>,
}

/// What to ask an applicant.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct MoreRequest {
    /// The question; the applicant is mailed it.
    pub question: Prose<1, NOTE, true, false>,
}

/// Why an application is refused.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ApplicationRefusal {
    /// The reason; the applicant is mailed it.
    pub reason: Prose<1, NOTE, true, false>,
}

/// How an applicant is taken as a buyer.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ApplicationApproval {
    /// Stable code of the organisation and its account, unique; it never changes.
    pub code: Text<1, 40>,
    /// The terms of the account. The price list is that of the segment.
    pub terms: AccountTerms,
}

/// Operations of staff on applications.
pub struct Applications;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Buyers")]
impl Applications {
    /// List applications, the one that waits longest first
    ///
    /// Only those whose mail address is confirmed.
    #[oai(path = "/applications", method = "get", operation_id = "list_applications")]
    async fn list_applications(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only in this state; absent = those that are not decided.
        state: Query<Option<ApplicationState>>,
        page: PageRequest,
    ) -> Result<List<ApplicationSummary>> {
        let tx = app.read(caller.actor()).await?;
        let rows = applications::list_applications(&tx, state.0, &page).await?;
        Ok(rows.map(ApplicationSummary::from).into())
    }

    /// Get an application with its documents and what resembles it
    #[oai(path = "/applications/:id", method = "get", operation_id = "get_application")]
    async fn get_application(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<ApplicationId>,
    ) -> Result<Json<ApplicationDetail>> {
        let tx = app.read(caller.actor()).await?;
        let application = applications::get_confirmed_application(&tx, id.0).await?;
        Ok(Json(load(&tx, application).await?))
    }

    /// Read a document of an application
    #[oai(path = "/applications/:id/documents/:document", method = "get", operation_id = "get_application_document")]
    async fn get_application_document(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ApplicationId>,
        document: Path<ApplicationDocumentId>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let application = applications::get_confirmed_application(&tx, id.0).await?;
        let document = application_documents::get_document(&tx, application.id, document.0).await?;
        let contents = application_documents::load_contents(&tx, document.id).await?;
        Ok(match document.kind {
            ApplicationDocumentKind::Pdf => Download::pdf(&format!("{}.pdf", document.id), contents),
            ApplicationDocumentKind::Photo => Download::new(&format!("{}.jpg", document.id), "image/jpeg", contents),
        })
    }

    /// Begin the review of an application
    #[oai(path = "/applications/:id/review", method = "post", operation_id = "review_application")]
    async fn review_application(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ApplicationId>,
    ) -> Result<Json<ApplicationDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let application = review_application(&mut tx, id.0).await?;
        commit(tx, application).await
    }

    /// Ask the applicant for more
    #[oai(path = "/applications/:id/request-more", method = "post", operation_id = "request_more")]
    async fn request_more(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<ApplicationId>,
        body: Json<MoreRequest>,
    ) -> Result<Created<ApplicationDetail>> {
        request
            .run(body, async |tx, _, MoreRequest { question }| {
                let application = request_more(tx, id.0, question.into_inner()).await?;
                load(tx, application).await
            })
            .await
    }

    /// Approve an application
    ///
    /// The organisation, its account, its delivery point and its first person are created, and the person is mailed a link
    /// to sign in.
    #[oai(path = "/applications/:id/approve", method = "post", operation_id = "approve_application")]
    async fn approve_application(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<ApplicationId>,
        body: Json<ApplicationApproval>,
    ) -> Result<Created<ApplicationDetail>> {
        request
            .run(body, async |tx, _, ApplicationApproval { code, terms }| {
                let terms = terms.into_terms(tx.currency(), "/terms")?;
                let application = approve_application(tx, id.0, Approval { code: code.into(), terms }).await?;
                load(tx, application).await
            })
            .await
    }

    /// Refuse an application, with a reason
    #[oai(path = "/applications/:id/refuse", method = "post", operation_id = "refuse_application")]
    async fn refuse_application(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ApplicationId>,
        body: Json<ApplicationRefusal>,
    ) -> Result<Json<ApplicationDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let application = refuse_application(&mut tx, id.0, body.0.reason.into_inner()).await?;
        commit(tx, application).await
    }
}

async fn commit(tx: UnitOfWork, application: application::Model) -> Result<Json<ApplicationDetail>> {
    let response = load(&tx, application).await?;
    tx.commit().await?;
    Ok(Json(response))
}

async fn load(tx: &UnitOfWork, row: application::Model) -> Result<ApplicationDetail> {
    let questions = applications::list_questions(tx, row.id).await?;
    let documents = application_documents::list_documents(tx, row.id).await?;
    let duplicates = duplicates::list_duplicates(tx, &row).await?;
    Ok(ApplicationDetail {
        language: row.language,
        legal_name: row.legal_name.clone(),
        tax_id: row.tax_id.clone(),
        activity: row.activity.clone(),
        address: row.address.clone(),
        contact_name: row.contact_name.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        delivery_address: row.delivery_address.clone(),
        delivery_comuna: row.delivery_comuna.clone(),
        delivery_hours: row.delivery_hours.clone(),
        expected_purchases: row.expected_purchases.clone(),
        referral: row.referral.clone(),
        reason: row.reason.clone(),
        buyer_id: row.buyer_id,
        questions: questions.into_iter().map(Into::into).collect(),
        documents: documents.into_iter().map(Into::into).collect(),
        duplicates: duplicates.into_iter().map(Into::into).collect(),
        summary: row.into(),
    })
}
