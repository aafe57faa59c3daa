//! Sending: a job for each message. What it says is read and composed, the mailer takes it, and that it did is
//! recorded; a crash between the two sends it again under the same id, which its reader's mail program shows once.

use entities::{notifications::message, values::PersonId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    MailLine, Notice,
    content::{self, Composed},
    rules, store,
};
use crate::{
    allocation, identity,
    platform::{
        app::App,
        files::FileKey,
        http::problem::{Problem, Result},
        jobs::Claim,
        mail::{Attachment, Mail, MailError},
        unit_of_work::{Actor, Job},
    },
};

/// Sends a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMessage {
    /// The message's key.
    pub key: String,
}

impl Job for SendMessage {
    const KIND: &'static str = "notifications.send_message";

    fn key(&self) -> String {
        self.key.clone()
    }
}

/// Runs [`SendMessage`]: composes, hands over, then records.
pub async fn send_message(app: &App, claim: &Claim) -> Result<()> {
    let job: SendMessage = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let message = store::by_key(&tx, &job.key).await?.ok_or_else(|| Problem::not_found("message"))?;
    drop(tx);
    if message.sent_at.is_some() || message.refused_at.is_some() {
        return claim.begin(app).await?.commit().await;
    }
    let line = app.part::<MailLine>();
    if let Some(why) = line.as_ref().and_then(|line| line.rests(app.clock.now())) {
        return Err(Problem::unavailable(why));
    }
    let mail = mail(app, &message).await?;
    let subject = mail.subject.clone();
    let refusal = match app.mailer.send(mail).await {
        Ok(()) => None,
        Err(MailError::Refused(why)) => Some(why),
        Err(away @ MailError::Unavailable(_)) => {
            let why = away.to_string();
            if let Some(line) = line {
                line.failed(app.clock.now(), &why);
            }
            return Err(Problem::unavailable(why));
        }
    };
    let mut tx = claim.begin(app).await?;
    match refusal {
        None => {
            store::set_sent(&tx, message.id, subject).await?;
            tx.audit("message", message.id, "sent", json!({ "kind": message.kind }));
        }
        Some(why) => {
            tx.audit("message", message.id, "refused", json!({ "kind": message.kind, "because": why }));
            store::set_refused(&tx, message.id, why).await?;
        }
    }
    tx.commit().await
}

/// The link by which the reader answers; a new one for each try, for its secret is not stored.
async fn link(app: &App, notice: &Notice, reader: PersonId) -> Result<Option<String>> {
    let Notice::QuotasPublished { cycle_id, workshop_id, .. } = notice else { return Ok(None) };
    let mut tx = app.begin(Actor::Job).await?;
    let link = allocation::make_link(&mut tx, *cycle_id, *workshop_id, reader).await?;
    tx.commit().await?;
    Ok(link)
}

async fn mail(app: &App, message: &message::Model) -> Result<Mail> {
    let notice: Notice = serde_json::from_value(message.about.clone()).map_err(anyhow::Error::from)?;
    let link = link(app, &notice, message.person_id).await?;
    let tx = app.read(Actor::Job).await?;
    let Composed { letter, file } = content::compose(&tx, notice, message.language, link).await?;
    let cooperative = identity::cooperative(&tx).await?.map_or_else(|| "Minga".to_owned(), |c| c.name);
    drop(tx);
    let written = rules::write(&letter, message.language, &message.name, &cooperative);
    let mut attachments = Vec::new();
    if let Some((name, key)) = file {
        let key = FileKey::new(key).map_err(anyhow::Error::from)?;
        let bytes = app.files.get(&key).await.map_err(anyhow::Error::from)?;
        let bytes = bytes.ok_or_else(|| anyhow::anyhow!("the file {} of a message is gone", key.as_str()))?;
        attachments.push(Attachment { name, media_type: "application/pdf", bytes });
    }
    Ok(Mail {
        key: message.key.clone(),
        at: message.queued_at,
        name: message.name.clone(),
        address: message.recipient.clone(),
        subject: written.subject,
        text: written.text,
        html: Some(written.html),
        attachments,
    })
}
