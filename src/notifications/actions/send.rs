//! Sends a message: composes the mail, hands it to the mailer, and records the result.
//!
//! A crash between the mailer and the record sends the mail again with the same message id, which the reader's mail
//! program shows once.

use entities::{notifications::message, values::PersonId};
use serde_json::json;

use super::compose::{self, ComposedMail, Document, find_next_cycle, order_page};
use crate::{
    allocation, buyers, identity, invoicing,
    notifications::{
        errors::NotificationError,
        jobs::SendMessage,
        rules::{self, Topic},
        store,
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        jobs::Claim,
        locale::Localizer,
        mail::{Attachment, Mail, MailError},
        unit_of_work::Actor,
    },
    settlement,
};

/// How long a message waits that the server did not take now, such as one to a full mailbox.
const DEFERRED_SECONDS: u32 = 600;

/// Runs [`SendMessage`].
///
/// # Errors
/// [`NotificationError::MailServerUnavailable`], upon which all messages wait, and
/// [`NotificationError::MessageDeferred`], upon which this one does; those of the files and the database.
pub async fn send_message(app: &App, claim: &Claim) -> Result<()> {
    let job: SendMessage = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let message = store::get_message(&tx, &job.key).await?;
    drop(tx);
    if message.sent_at.is_some() || message.refused_at.is_some() {
        return claim.begin(app).await?.commit().await;
    }
    let mail = mail(app, &message).await?;
    let subject = mail.subject.clone();
    let refusal = match app.mailer.send(mail).await {
        Ok(()) => None,
        Err(MailError::Refused(refusal)) => Some(refusal),
        Err(MailError::Unavailable(reason)) => {
            return Err(Problem::from(NotificationError::MailServerUnavailable { reason }).absent());
        }
        Err(MailError::Deferred(reason)) => {
            return Err(Problem::from(NotificationError::MessageDeferred { reason }).after(DEFERRED_SECONDS));
        }
    };
    let mut tx = claim.begin(app).await?;
    match refusal {
        None => {
            store::update_message_sent(&tx, message.id, subject).await?;
            tx.audit("message", message.id, "sent", json!({ "kind": message.kind }));
        }
        Some(refusal) => {
            tx.audit("message", message.id, "refused", json!({ "kind": message.kind, "because": refusal }));
            store::update_message_refused(&tx, message.id, refusal).await?;
        }
    }
    tx.commit().await
}

async fn mail(app: &App, message: &message::Model) -> Result<Mail> {
    let topic: Topic = serde_json::from_value(message.about.clone()).map_err(anyhow::Error::from)?;
    let link = personal_link(app, &topic, message.person_id).await?;
    let texts = Localizer::new(message.language);
    let tx = app.read(Actor::Job).await?;
    let ComposedMail { content, file } = compose::compose(&tx, topic, texts, link).await?;
    let cooperative = identity::find_cooperative(&tx).await?.map_or_else(|| "Minga".to_owned(), |c| c.name);
    drop(tx);
    let body = rules::lay_out(&content, texts, &message.name, &cooperative);
    let mut attachments = Vec::new();
    if let Some(file) = file {
        let bytes = match file.document {
            Document::Invoice(id) => invoicing::load_document(app, id).await?,
            Document::Statement(id) => settlement::load_statement_document(app, id).await?,
        };
        attachments.push(Attachment { name: file.name, media_type: "application/pdf", bytes });
    }
    Ok(Mail {
        key: message.key.clone(),
        at: message.queued_at,
        name: message.name.clone(),
        address: message.recipient.clone(),
        subject: content.subject,
        text: body.text,
        html: Some(body.html),
        attachments,
    })
}

/// The link of the reader, where the message has one: each attempt creates a new link, because the secret of a link is not
/// stored.
async fn personal_link(app: &App, topic: &Topic, reader: Option<PersonId>) -> Result<Option<String>> {
    if !matches!(topic, Topic::QuotasPublished { .. }) && topic.application_id().is_none() {
        return Ok(None);
    }
    let mut tx = app.begin(Actor::Job).await?;
    let link = match (topic, reader) {
        (Topic::QuotasPublished { cycle_id, workshop_id, .. }, Some(reader)) => {
            allocation::create_quota_link(&mut tx, *cycle_id, *workshop_id, reader).await?
        }
        (Topic::ApplicationChanged { application_id, .. }, _) => {
            Some(buyers::create_application_link(&mut tx, *application_id).await?)
        }
        (Topic::ApplicationApproved { buyer_id, .. }, Some(reader)) => {
            let next = order_page(find_next_cycle(&tx, *buyer_id).await?.as_ref());
            identity::create_welcome_link(&mut tx, reader, &next).await?.map(|link| link.address)
        }
        _ => return Ok(None),
    };
    tx.commit().await?;
    Ok(link)
}
